{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_suppliers__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

-- A supplier's key is that of the party which it is, also where that party buys from us.
final as (
    select
        unioned.source_name,
        unioned.supplier_id,
        keys.party_key as supplier_key,
        unioned.supplier_number,
        unioned.legal_id,
        unioned.supplier_name,
        unioned.country_code,
        unioned.city,
        unioned.created_on,
        {{ affluent.source_priority('unioned.source_name') }} as source_priority
    from unioned
    left join keys
        on unioned.source_name || ':' || unioned.supplier_id = keys.record_id
)

select * from final
