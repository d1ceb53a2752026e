{{ affluent.conformed('order_lines', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'order_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'seller_name': dbt.type_string(),
    'ordered_on': 'date',
    'promised_on': 'date',
    'quantity': 'decimal(18, 4)',
    'net_amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string(),
    'is_inter_company': 'boolean'
}) }}
