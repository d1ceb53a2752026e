{{ affluent.conformed('leads', {
    'source_name': dbt.type_string(),
    'lead_id': dbt.type_string(),
    'lead_source': dbt.type_string(),
    'campaign_id': dbt.type_string(),
    'status': dbt.type_string(),
    'owner_name': dbt.type_string(),
    'created_on': 'date',
    'first_response_seconds': 'bigint',
    'qualified_on': 'date',
    'disqualified_on': 'date',
    'converted_on': 'date',
    'opportunity_id': dbt.type_string()
}) }}
