{{ config(enabled=var('fec_sources', []) | length > 0) }}

with budget_lines as (
    {{ affluent.landed(var('fec_sources', []), 'budget_lines', [
        'account_code', 'month', 'amount', 'label', 'company_code', 'cost_center_code',
        'scenario_name', 'currency_code'
    ]) }}
),

final as (
    select
        source_name,
        {{ affluent.trimmed('account_code') }} as account_code,
        cast(month as date) as budgeted_on,
        cast(amount as decimal(18, 2)) as amount,
        {{ affluent.trimmed('label') }} as label,
        {{ affluent.trimmed('company_code') }} as company_code,
        {{ affluent.trimmed('cost_center_code') }} as cost_center_code,
        coalesce({{ affluent.trimmed('scenario_name') }}, 'budget') as scenario_name,
        coalesce(upper({{ affluent.trimmed('currency_code') }}), 'EUR') as currency_code
    from budget_lines
)

select * from final
