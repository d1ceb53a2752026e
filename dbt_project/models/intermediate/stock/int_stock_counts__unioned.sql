{{ affluent.conformed('stock_counts', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'count_number': dbt.type_string(),
    'line_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'location_code': dbt.type_string(),
    'counted_on': 'date',
    'expected_quantity': 'decimal(18, 4)',
    'counted_quantity': 'decimal(18, 4)',
    'difference_amount_base': 'decimal(18, 2)'
}) }}
