{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with accounts as (
    {{ affluent.landed(var('odoo_sources', []), 'accounts', [
        'id', 'code', 'name', 'account_type'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as account_id,
        {{ affluent.trimmed('code') }} as account_code,
        {{ affluent.trimmed('name') }} as account_name,
        {{ affluent.trimmed('account_type') }} as account_type
    from accounts
)

select * from final
