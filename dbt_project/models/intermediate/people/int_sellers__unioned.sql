{{ affluent.conformed('sellers', {
    'source_name': dbt.type_string(),
    'seller_id': dbt.type_string(),
    'seller_number': dbt.type_string(),
    'seller_name': dbt.type_string(),
    'email': dbt.type_string(),
    'job_title': dbt.type_string(),
    'team_name': dbt.type_string(),
    'hired_on': 'date',
    'left_on': 'date'
}) }}
