with customers as (
    select * from {{ source('erp', 'customers') }}
),

final as (
    select
        {{ affluent.trimmed('cid') }} as customer_id,
        -- NASAW00011000 and AW00011000 are one customer.
        case
            when upper(trim(cid)) like 'NAS%' then substr(trim(cid), 4)
            else trim(cid)
        end as customer_number,
        -- Nobody is born after the company's day.
        case
            when cast(bdate as date) <= {{ affluent.as_of() }} then cast(bdate as date)
        end as birth_on,
        case upper(trim(gen))
            when 'F' then 'female'
            when 'FEMALE' then 'female'
            when 'M' then 'male'
            when 'MALE' then 'male'
        end as gender
    from customers
    where not _is_deleted
)

select * from final
