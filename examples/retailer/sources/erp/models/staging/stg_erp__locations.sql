with locations as (
    select * from {{ source('erp', 'locations') }}
),

countries as (
    select * from {{ ref('countries') }}
),

cleaned as (
    select
        {{ affluent.trimmed('cid') }} as customer_id,
        -- AW-00011000 and AW00011000 are one customer.
        replace(trim(cid), '-', '') as customer_number,
        {{ affluent.trimmed('cntry') }} as country_text
    from locations
    where not _is_deleted
),

final as (
    select
        cleaned.customer_id,
        cleaned.customer_number,
        cleaned.country_text,
        countries.country_code
    from cleaned
    left join countries
        on case upper(cleaned.country_text)
            when 'USA' then 'US'
            else upper(cleaned.country_text)
        end in (countries.country_code, upper(countries.country_name))
)

select * from final
