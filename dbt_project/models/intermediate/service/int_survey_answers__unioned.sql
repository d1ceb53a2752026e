{{ affluent.conformed('survey_answers', {
    'source_name': dbt.type_string(),
    'survey_id': dbt.type_string(),
    'survey_type': dbt.type_string(),
    'ticket_id': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'asked_on': 'date',
    'answered_on': 'date',
    'score': 'integer',
    'verdict': dbt.type_string()
}) }}
