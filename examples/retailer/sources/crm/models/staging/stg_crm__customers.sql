with customers as (
    select * from {{ source('crm', 'customers') }}
),

cleaned as (
    select
        {{ affluent.trimmed('cst_id') }} as customer_id,
        {{ affluent.trimmed('cst_key') }} as customer_number,
        {{ affluent.trimmed('cst_firstname') }} as first_name,
        {{ affluent.trimmed('cst_lastname') }} as last_name,
        case upper(trim(cst_marital_status))
            when 'M' then 'married'
            when 'S' then 'single'
        end as marital_status,
        case upper(trim(cst_gndr))
            when 'F' then 'female'
            when 'M' then 'male'
        end as gender,
        cast(cst_create_date as date) as created_on
    from customers
    where not _is_deleted
),

-- A row without cst_id names no customer: its cst_key is a stray text ('PO25').
identified as (
    select
        customer_id,
        customer_number,
        first_name,
        last_name,
        marital_status,
        gender,
        created_on,
        row_number() over (
            partition by customer_id order by created_on desc nulls last
        ) as recency
    from cleaned
    where customer_id is not null
),

final as (
    select
        customer_id,
        customer_number,
        first_name,
        last_name,
        marital_status,
        gender,
        created_on
    from identified
    where recency = 1
)

select * from final
