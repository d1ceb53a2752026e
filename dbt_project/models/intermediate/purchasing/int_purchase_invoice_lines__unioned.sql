{{ affluent.conformed('purchase_invoice_lines', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'document_type': dbt.type_string(),
    'document_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'supplier_reference': dbt.type_string(),
    'supplier_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'account_code': dbt.type_string(),
    'posted_on': 'date',
    'quantity': 'decimal(18, 4)',
    'net_amount_base': 'decimal(18, 2)',
    'price_difference_base': 'decimal(18, 2)'
}) }}
