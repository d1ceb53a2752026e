{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_sellers__unioned') }}
),

keyed as (
    select
        *,
        {{ affluent.name_key('seller_name') }} as name_key,
        {{ affluent.email_key('email') }} as address
    from unioned
),

-- An address that two people of one source bear (sales@…) is nobody's.
borne_addresses as (
    select
        address,
        count(distinct coalesce(name_key, seller_id)) as bearer_count
    from keyed
    where address is not null
    group by source_name, address
),

shared_addresses as (
    select address
    from borne_addresses
    group by address
    having max(bearer_count) > 1
),

addressed as (
    select
        keyed.source_name,
        keyed.seller_id,
        keyed.seller_number,
        keyed.seller_name,
        keyed.email,
        keyed.job_title,
        keyed.team_name,
        keyed.hired_on,
        keyed.left_on,
        keyed.name_key,
        case when shared_addresses.address is null then keyed.address end as address
    from keyed
    left join shared_addresses
        on keyed.address = shared_addresses.address
),

-- Two of one name in one source, known apart by number or address: the name says neither. What is
-- written by name alone has the name for its number, and is whoever bears it.
namesakes as (
    select
        source_name,
        name_key
    from addressed
    where name_key is not null
        and seller_id is distinct from seller_name
    group by source_name, name_key
    having count(distinct coalesce(address, seller_id)) > 1
),

names as (
    select
        addressed.name_key,
        max(addressed.address) as address
    from addressed
    left join namesakes
        on addressed.name_key = namesakes.name_key
    where namesakes.name_key is null
    group by addressed.name_key
    having count(distinct addressed.address) <= 1
),

resolved as (
    select
        addressed.source_name,
        addressed.seller_id,
        case
            when coalesce(addressed.address, names.address) is not null
                then {{ affluent.surrogate_key(
                    ["'email'", 'coalesce(addressed.address, names.address)']
                ) }}
            when names.name_key is not null
                then {{ affluent.surrogate_key(["'name'", 'names.name_key']) }}
            else {{ affluent.surrogate_key(
                ["'source'", 'addressed.source_name', 'addressed.seller_id']
            ) }}
        end as seller_key,
        false as is_alias,
        addressed.seller_number,
        addressed.seller_name,
        coalesce(addressed.address, names.address) as email,
        addressed.job_title,
        addressed.team_name,
        addressed.hired_on,
        addressed.left_on,
        {{ affluent.source_priority('addressed.source_name') }} as source_priority
    from addressed
    left join names
        on addressed.name_key = names.name_key
),

-- A document that knows the seller's name alone finds the seller by it, where one alone bears it.
aliases as (
    select
        resolved.source_name,
        resolved.seller_name as seller_id,
        min(resolved.seller_key) as seller_key,
        true as is_alias
    from resolved
    left join resolved as others
        on resolved.source_name = others.source_name
        and resolved.seller_name = others.seller_id
    where resolved.seller_name is not null
        and others.seller_id is null
    group by resolved.source_name, resolved.seller_name
    having count(distinct resolved.seller_key) = 1
),

final as (
    select * from resolved
    union all
    select
        source_name,
        seller_id,
        seller_key,
        is_alias,
        cast(null as {{ dbt.type_string() }}) as seller_number,
        seller_id as seller_name,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on,
        {{ affluent.source_priority('source_name') }} as source_priority
    from aliases
)

select * from final
