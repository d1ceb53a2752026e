{{ affluent.conformed('credit_limits', {
    'source_name': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'payer_customer_id': dbt.type_string(),
    'credit_limit_amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string()
}) }}
