{{ affluent.conformed('suppliers', {
    'source_name': dbt.type_string(),
    'supplier_id': dbt.type_string(),
    'supplier_number': dbt.type_string(),
    'legal_id': dbt.type_string(),
    'supplier_name': dbt.type_string(),
    'country_code': dbt.type_string(),
    'city': dbt.type_string(),
    'created_on': 'date'
}) }}
