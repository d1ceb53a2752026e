{{ affluent.conformed('production_orders', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'order_number': dbt.type_string(),
    'product_id': dbt.type_string(),
    'status': dbt.type_string(),
    'planned_quantity': 'decimal(18, 4)',
    'planned_on': 'date',
    'start_on': 'date',
    'due_on': 'date',
    'released_on': 'date',
    'closed_on': 'date',
    'planned_hours': 'decimal(18, 6)',
    'borne_by_stock_amount_base': 'decimal(18, 2)',
    'variance_amount_base': 'decimal(18, 2)'
}) }}
