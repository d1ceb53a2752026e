{{ affluent.conformed('group_rates', {
    'source_name': dbt.type_string(),
    'currency_code': dbt.type_string(),
    'valid_from_on': 'date',
    'valid_to_on': 'date',
    'rate': 'decimal(18, 8)'
}) }}
