with customers as (
    select * from {{ source('shop', 'customers') }}
),

countries as (
    select * from {{ ref('countries') }}
),

cleaned as (
    select
        {{ affluent.trimmed('customer_id') }} as customer_id,
        {{ affluent.trimmed('company_name') }} as customer_name,
        {{ affluent.trimmed('city') }} as city,
        {{ affluent.trimmed('country') }} as country_text
    from customers
    where not _is_deleted
),

final as (
    select
        cleaned.customer_id,
        cleaned.customer_name,
        cleaned.city,
        cleaned.country_text,
        countries.country_code
    from cleaned
    left join countries
        on case upper(cleaned.country_text)
            when 'UK' then 'GB'
            when 'USA' then 'US'
            else upper(cleaned.country_text)
        end in (countries.country_code, upper(countries.country_name))
)

select * from final
