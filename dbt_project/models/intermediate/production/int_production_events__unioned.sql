{{ config(materialized='table') }}

{{ affluent.conformed('production_events', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'event_id': dbt.type_string(),
    'order_number': dbt.type_string(),
    'event_kind': dbt.type_string(),
    'happened_on': 'date',
    'product_id': dbt.type_string(),
    'work_centre_code': dbt.type_string(),
    'quantity': 'decimal(18, 4)',
    'scrap_quantity': 'decimal(18, 4)',
    'scrap_reason': dbt.type_string(),
    'hours': 'decimal(18, 6)',
    'amount': 'decimal(18, 2)',
    'ledger_currency_code': dbt.type_string(),
    'group_rate': 'decimal(18, 8)'
}) }}
