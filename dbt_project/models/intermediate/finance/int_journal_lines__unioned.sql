{{ affluent.conformed('journal_lines', {
    'source_name': dbt.type_string(),
    'entry_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'journal_code': dbt.type_string(),
    'account_code': dbt.type_string(),
    'posted_on': 'date',
    'document_number': dbt.type_string(),
    'debit_amount': 'decimal(18, 2)',
    'credit_amount': 'decimal(18, 2)'
}) }}
