{{ affluent.conformed('opportunities', {
    'source_name': dbt.type_string(),
    'opportunity_id': dbt.type_string(),
    'opportunity_name': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'owner_name': dbt.type_string(),
    'owner_team': dbt.type_string(),
    'stage': dbt.type_string(),
    'status': dbt.type_string(),
    'amount': 'decimal(18, 2)',
    'is_amount_estimated': 'boolean',
    'probability': 'decimal(9, 6)',
    'created_on': 'date',
    'expected_close_on': 'date',
    'closed_on': 'date',
    'currency_code': dbt.type_string()
}) }}
