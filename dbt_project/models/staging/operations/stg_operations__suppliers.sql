{{ config(enabled='operations' in var('sources', [])) }}

with suppliers as (
    select * from {{ source('operations', 'suppliers') }}
),

final as (
    select
        cast(supplier_id as bigint) as supplier_id,
        {{ affluent.trimmed('supplier_number') }} as supplier_number,
        {{ affluent.trimmed('name') }} as supplier_name,
        coalesce({{ affluent.trimmed('siren') }}, {{ affluent.trimmed('legal_id') }}) as legal_id,
        {{ affluent.trimmed('vat_number') }} as vat_number,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        {{ affluent.trimmed('city') }} as city,
        cast(created_on as date) as created_on
    from suppliers
    where not _is_deleted
)

select * from final
