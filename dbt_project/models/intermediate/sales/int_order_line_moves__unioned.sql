{{ affluent.conformed('order_line_moves', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'order_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'move_type': dbt.type_string(),
    'moved_on': 'date',
    'document_number': dbt.type_string(),
    'document_line_number': dbt.type_string(),
    'quantity': 'decimal(18, 4)'
}) }}
