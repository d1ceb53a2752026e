with accounts as (
    select * from {{ source('crm', 'accounts') }}
),

countries as (
    select * from {{ ref('countries') }}
),

cleaned as (
    select
        {{ affluent.trimmed('account') }} as account_name,
        case lower(trim(sector))
            when 'technolgy' then 'technology'
            else lower({{ affluent.trimmed('sector') }})
        end as sector,
        cast(year_established as integer) as established_year,
        cast(cast(revenue as decimal(18, 2)) * 1000000 as decimal(18, 2)) as annual_revenue_amount,
        cast(employees as integer) as employee_count,
        {{ affluent.trimmed('office_location') }} as country_text,
        {{ affluent.trimmed('subsidiary_of') }} as parent_account_name
    from accounts
    where not _is_deleted
),

final as (
    select
        cleaned.account_name,
        cleaned.sector,
        cleaned.established_year,
        cleaned.annual_revenue_amount,
        cleaned.employee_count,
        cleaned.country_text,
        countries.country_code,
        cleaned.parent_account_name
    from cleaned
    left join countries
        on case upper(cleaned.country_text)
            when 'PHILIPINES' then 'PHILIPPINES'
            when 'KOREA' then 'SOUTH KOREA'
            else upper(cleaned.country_text)
        end in (countries.country_code, upper(countries.country_name))
)

select * from final
