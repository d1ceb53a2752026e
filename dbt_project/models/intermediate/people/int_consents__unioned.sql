{{ affluent.conformed('consents', {
    'source_name': dbt.type_string(),
    'word_id': dbt.type_string(),
    'contact_id': dbt.type_string(),
    'purpose': dbt.type_string(),
    'channel': dbt.type_string(),
    'is_granted': 'boolean',
    'valid_from_on': 'date',
    'valid_to_on': 'date',
    'recorded_at': 'timestamp',
    'origin': dbt.type_string()
}) }}
