{{ affluent.conformed('budget_lines', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'account_code': dbt.type_string(),
    'budgeted_on': 'date',
    'cost_center_code': dbt.type_string(),
    'scenario_name': dbt.type_string(),
    'amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string()
}) }}
