{{ config(materialized='table') }}

{{ affluent.conformed('purchase_receipts', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'document_type': dbt.type_string(),
    'document_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'order_number': dbt.type_string(),
    'order_line_number': dbt.type_string(),
    'supplier_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'received_on': 'date',
    'quantity': 'decimal(18, 4)',
    'refused_quantity': 'decimal(18, 4)',
    'amount_base': 'decimal(18, 2)'
}) }}
