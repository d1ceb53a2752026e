with customers as (
    select * from {{ source('erp', 'customers') }}
),

final as (
    select
        {{ affluent.trimmed('CID') }} as customer_id,
        -- NASAW00011000 and AW00011000 are one customer.
        case
            when upper(trim(CID)) like 'NAS%' then substr(trim(CID), 4)
            else trim(CID)
        end as customer_number,
        -- Nobody is born after the company's day.
        case
            when cast(BDATE as date) <= {{ affluent.as_of() }} then cast(BDATE as date)
        end as birth_on,
        case upper(trim(GEN))
            when 'F' then 'female'
            when 'FEMALE' then 'female'
            when 'M' then 'male'
            when 'MALE' then 'male'
        end as gender
    from customers
    where not _is_deleted
)

select * from final
