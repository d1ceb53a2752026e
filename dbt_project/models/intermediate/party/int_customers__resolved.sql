{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_customers__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

parties as (
    select * from {{ ref('int_parties__unioned') }}
),

-- A customer's key is that of the party which it is: whatever joins two parties joins their sales.
final as (
    select
        unioned.source_name,
        unioned.customer_id,
        keys.party_key as customer_key,
        unioned.customer_number,
        unioned.legal_id,
        unioned.customer_name,
        unioned.country_code,
        unioned.city,
        unioned.segment,
        unioned.gender,
        unioned.birth_on,
        unioned.created_on,
        {{ affluent.source_priority('unioned.source_name') }} as source_priority,
        -- Who bought gives the number, before who may buy once.
        case when parties.is_customer then 1 else 2 end as role_rank
    from unioned
    left join keys
        on unioned.source_name || ':' || unioned.customer_id = keys.record_id
    left join parties
        on keys.record_id = parties.record_id
)

select * from final
