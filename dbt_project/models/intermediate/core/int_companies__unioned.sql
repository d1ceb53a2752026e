{{ affluent.conformed('companies', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'company_name': dbt.type_string(),
    'currency_code': dbt.type_string(),
    'country_code': dbt.type_string(),
    'legal_id': dbt.type_string(),
    'parent_company_code': dbt.type_string()
}) }}
