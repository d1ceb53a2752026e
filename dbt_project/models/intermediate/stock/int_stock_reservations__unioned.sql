{{ affluent.conformed('stock_reservations', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'product_id': dbt.type_string(),
    'location_code': dbt.type_string(),
    'reserved_on': 'date',
    'quantity': 'decimal(18, 4)'
}) }}
