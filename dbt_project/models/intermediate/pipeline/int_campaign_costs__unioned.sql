{{ affluent.conformed('campaign_costs', {
    'source_name': dbt.type_string(),
    'campaign_cost_id': dbt.type_string(),
    'campaign_id': dbt.type_string(),
    'campaign_name': dbt.type_string(),
    'channel': dbt.type_string(),
    'cost_type': dbt.type_string(),
    'cost_label': dbt.type_string(),
    'incurred_on': 'date',
    'amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string()
}) }}
