{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_contacts__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

keyed as (
    select
        unioned.*,
        {{ affluent.name_key(
            "coalesce(unioned.first_name, '') || ' ' || coalesce(unioned.last_name, '')"
        ) }} as name_key,
        {{ affluent.email_key('unioned.email') }} as address,
        customers.customer_key
    from unioned
    left join customers
        on unioned.source_name = customers.source_name
        and unioned.party_id = customers.customer_id
),

-- An address that people of several names bear in one source (info@…, or one typed for forty firms)
-- says who of them is meant as little as a switchboard does.
borne_addresses as (
    select
        address,
        count(distinct coalesce(name_key, contact_id)) as bearer_count
    from keyed
    where address is not null
        and contact_id = survivor_id
    group by source_name, address
),

shared_addresses as (
    select address
    from borne_addresses
    group by address
    having max(bearer_count) > 1
),

-- Who was merged into another in his own system is that one.
addressed as (
    select
        keyed.source_name,
        keyed.contact_id,
        keyed.name_key,
        keyed.customer_key,
        case when shared_addresses.address is null then keyed.address end as own_address
    from keyed
    left join shared_addresses
        on keyed.address = shared_addresses.address
    where keyed.contact_id = keyed.survivor_id
),

-- The same name at the same firm is one person, unless two addresses say that it is two.
names as (
    select
        name_key,
        customer_key,
        max(own_address) as own_address
    from addressed
    where name_key is not null
        and customer_key is not null
    group by name_key, customer_key
    having count(distinct own_address) <= 1
),

survivors as (
    select
        addressed.source_name,
        addressed.contact_id,
        coalesce(addressed.own_address, names.own_address) as person_address,
        case
            when coalesce(addressed.own_address, names.own_address) is not null
                then {{ affluent.surrogate_key(
                    ["'email'", 'coalesce(addressed.own_address, names.own_address)']
                ) }}
            when names.name_key is not null
                then {{ affluent.surrogate_key(
                    ["'name'", 'names.customer_key', 'names.name_key']
                ) }}
            else {{ affluent.surrogate_key(
                ["'source'", 'addressed.source_name', 'addressed.contact_id']
            ) }}
        end as contact_key
    from addressed
    left join names
        on addressed.name_key = names.name_key
        and addressed.customer_key = names.customer_key
),

final as (
    select
        keyed.source_name,
        keyed.contact_id,
        coalesce(
            survivors.contact_key,
            {{ affluent.surrogate_key(["'source'", 'keyed.source_name', 'keyed.contact_id']) }}
        ) as contact_key,
        keyed.contact_id <> keyed.survivor_id as is_merged,
        keyed.customer_key,
        keyed.party_id,
        keyed.first_name,
        keyed.last_name,
        keyed.email,
        survivors.person_address,
        keyed.address is not null and not coalesce(keyed.is_email_dead, false) as is_email_alive,
        keyed.phone,
        keyed.job_title,
        keyed.created_on,
        {{ affluent.source_priority('keyed.source_name') }} as source_priority
    from keyed
    left join survivors
        on keyed.source_name = survivors.source_name
        and keyed.survivor_id = survivors.contact_id
)

select * from final
