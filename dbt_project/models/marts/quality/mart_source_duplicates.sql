with customers as (
    select * from {{ ref('int_customers__resolved') }}
),

contacts as (
    select * from {{ ref('int_contacts__resolved') }}
    where not is_merged
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

records as (
    select
        source_name,
        'customer' as entity,
        customer_key as group_key,
        customer_id as record_id,
        customer_name as record_name,
        concat_ws(', ', legal_id, city, country_code) as known_as,
        created_on
    from customers
    union all
    select
        source_name,
        'contact' as entity,
        contact_key as group_key,
        contact_id as record_id,
        {{ affluent.trimmed("coalesce(first_name, '') || ' ' || coalesce(last_name, '')") }}
            as record_name,
        concat_ws(', ', email, phone, party_id) as known_as,
        created_on
    from contacts
    union all
    -- Codes that differ by signs alone are not joined within a source: its administrator decides.
    select
        source_name,
        'product' as entity,
        {{ affluent.code_key('product_number') }} as group_key,
        product_id as record_id,
        product_name as record_name,
        concat_ws(', ', product_number, category) as known_as,
        cast(null as date) as created_on
    from products
    where product_number is not null
),

grouped as (
    select
        *,
        count(*) over (partition by source_name, entity, group_key) as record_count,
        row_number() over (
            partition by source_name, entity, group_key
            order by created_on nulls last, length(record_id), record_id
        ) as seniority
    from records
    where group_key is not null
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'entity', 'record_id']) }} as duplicate_key,
        source_name,
        entity,
        group_key,
        record_id,
        record_name,
        known_as,
        created_on,
        seniority = 1 as is_eldest,
        cast(record_count as integer) as record_count
    from grouped
    where record_count > 1
)

select * from final
