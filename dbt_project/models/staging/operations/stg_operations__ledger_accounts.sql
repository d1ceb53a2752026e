{{ config(enabled='operations' in var('sources', [])) }}

with ledger_accounts as (
    select * from {{ source('operations', 'ledger_accounts') }}
),

final as (
    select
        {{ affluent.trimmed('account_code') }} as account_code,
        {{ affluent.trimmed('name') }} as account_name
    from ledger_accounts
    where not _is_deleted
)

select * from final
