{{ config(enabled='operations' in var('sources', [])) }}

with companies as (
    select * from {{ source('operations', 'companies') }}
),

final as (
    select
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('company_code') }} as company_code,
        {{ affluent.trimmed('name') }} as company_name,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        {{ affluent.trimmed('currency_code') }} as currency_code,
        {{ affluent.trimmed('legal_id') }} as legal_id,
        cast(parent_company_id as bigint) as parent_company_id
    from companies
    where not _is_deleted
)

select * from final
