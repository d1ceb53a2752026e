{{ affluent.conformed('contacts', {
    'source_name': dbt.type_string(),
    'contact_id': dbt.type_string(),
    'survivor_id': dbt.type_string(),
    'party_id': dbt.type_string(),
    'first_name': dbt.type_string(),
    'last_name': dbt.type_string(),
    'email': dbt.type_string(),
    'phone': dbt.type_string(),
    'job_title': dbt.type_string(),
    'is_email_dead': 'boolean',
    'created_on': 'date'
}) }}
