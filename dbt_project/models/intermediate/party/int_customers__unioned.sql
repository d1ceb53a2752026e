{{ affluent.conformed('customers', {
    'source_name': dbt.type_string(),
    'customer_id': dbt.type_string(),
    'customer_number': dbt.type_string(),
    'legal_id': dbt.type_string(),
    'customer_name': dbt.type_string(),
    'country_code': dbt.type_string(),
    'city': dbt.type_string(),
    'segment': dbt.type_string(),
    'gender': dbt.type_string(),
    'birth_on': 'date',
    'created_on': 'date'
}) }}
