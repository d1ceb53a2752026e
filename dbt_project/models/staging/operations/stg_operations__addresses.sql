{{ config(enabled='operations' in var('sources', [])) }}

with addresses as (
    select * from {{ source('operations', 'addresses') }}
),

final as (
    select
        cast(address_id as bigint) as address_id,
        cast(customer_id as bigint) as customer_id,
        cast(supplier_id as bigint) as supplier_id,
        {{ affluent.trimmed('kind') }} as address_kind,
        {{ affluent.trimmed("line_1 || coalesce(' ' || line_2, '')") }} as street,
        {{ affluent.trimmed('postal_code') }} as postal_code,
        {{ affluent.trimmed('city') }} as city,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        cast(valid_from as date) as valid_from_on,
        cast(valid_to as date) as valid_to_on
    from addresses
    where not _is_deleted
)

select * from final
