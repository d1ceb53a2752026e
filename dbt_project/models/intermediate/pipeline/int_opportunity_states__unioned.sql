{{ affluent.conformed('opportunity_states', {
    'source_name': dbt.type_string(),
    'opportunity_id': dbt.type_string(),
    'stated_on': 'date',
    'stage': dbt.type_string(),
    'status': dbt.type_string(),
    'amount': 'decimal(18, 2)',
    'probability': 'decimal(9, 6)',
    'expected_close_on': 'date',
    'owner_name': dbt.type_string(),
    'forecast_category': dbt.type_string()
}) }}
