{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with account_codes as (
    {{ affluent.landed(var('odoo_sources', []), 'account_codes', ['id', 'company_id', 'code']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as account_id,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('code') }} as account_code
    from account_codes
)

select * from final
