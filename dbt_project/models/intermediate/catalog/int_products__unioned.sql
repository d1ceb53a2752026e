{{ affluent.conformed('products', {
    'source_name': dbt.type_string(),
    'product_id': dbt.type_string(),
    'product_number': dbt.type_string(),
    'product_name': dbt.type_string(),
    'category': dbt.type_string(),
    'subcategory': dbt.type_string(),
    'product_line': dbt.type_string(),
    'list_price_amount': 'decimal(18, 4)',
    'currency_code': dbt.type_string()
}) }}
