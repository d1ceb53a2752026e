{{ affluent.conformed('sales_targets', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'seller_name': dbt.type_string(),
    'product_id': dbt.type_string(),
    'targeted_on': 'date',
    'target_amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string()
}) }}
