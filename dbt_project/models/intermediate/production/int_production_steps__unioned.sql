{{ affluent.conformed('production_steps', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'order_number': dbt.type_string(),
    'step_number': dbt.type_string(),
    'work_centre_code': dbt.type_string(),
    'work_centre_name': dbt.type_string(),
    'hours_per_day': 'decimal(9, 4)',
    'planned_hours': 'decimal(18, 6)'
}) }}
