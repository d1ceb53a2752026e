{{ config(materialized='table') }}

{{ affluent.conformed('purchase_lines', {
    'source_name': dbt.type_string(),
    'company_code': dbt.type_string(),
    'order_number': dbt.type_string(),
    'line_number': dbt.type_string(),
    'supplier_id': dbt.type_string(),
    'product_id': dbt.type_string(),
    'ordered_on': 'date',
    'confirmed_on': 'date',
    'first_promised_on': 'date',
    'promised_on': 'date',
    'status': dbt.type_string(),
    'quantity': 'decimal(18, 4)',
    'cancelled_quantity': 'decimal(18, 4)',
    'unit_price': 'decimal(18, 4)',
    'net_amount': 'decimal(18, 2)',
    'currency_code': dbt.type_string(),
    'net_amount_base': 'decimal(18, 2)',
    'standard_unit_cost_base': 'decimal(18, 4)',
    'previous_unit_price_base': 'decimal(18, 4)'
}) }}
