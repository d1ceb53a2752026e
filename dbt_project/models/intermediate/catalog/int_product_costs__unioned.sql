{{ affluent.conformed('product_costs', {
    'source_name': dbt.type_string(),
    'product_id': dbt.type_string(),
    'valid_from_on': 'date',
    'valid_to_on': 'date',
    'unit_cost_amount': 'decimal(18, 4)',
    'currency_code': dbt.type_string()
}) }}
