{{ affluent.conformed('deal_documents', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'opportunity_id': dbt.type_string(),
    'document_type': dbt.type_string(),
    'document_number': dbt.type_string(),
    'documented_on': 'date'
}) }}
