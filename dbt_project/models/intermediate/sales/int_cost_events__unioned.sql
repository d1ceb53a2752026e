{{ affluent.conformed('cost_events', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'event_id': dbt.type_string(),
    'component': dbt.type_string(),
    'document_number': dbt.type_string(),
    'posted_on': 'date',
    'known_on': 'date',
    'sales_document_type': dbt.type_string(),
    'sales_document_number': dbt.type_string(),
    'sales_line_number': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'seller_name': dbt.type_string(),
    'amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string(),
    'is_inter_company': 'boolean'
}) }}
