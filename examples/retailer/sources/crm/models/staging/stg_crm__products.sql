with products as (
    select * from {{ source('crm', 'products') }}
),

cleaned as (
    select
        cast(prd_id as integer) as product_version_id,
        -- CO-RF-FR-R92B-58: the category's key, a dash, the product's number.
        replace(substr(prd_key, 1, 5), '-', '_') as category_id,
        substr(prd_key, 7) as product_number,
        {{ affluent.trimmed('prd_nm') }} as product_name,
        case upper(trim(prd_line))
            when 'M' then 'Mountain'
            when 'R' then 'Road'
            when 'S' then 'Other Sales'
            when 'T' then 'Touring'
        end as product_line,
        cast(prd_cost as decimal(18, 4)) as unit_cost_amount,
        cast(prd_start_dt as date) as valid_from_on
    from products
    where not _is_deleted
),

-- Half of the end dates precede their start: a version ends on the eve of the next one.
followed as (
    select
        product_version_id,
        category_id,
        product_number,
        product_name,
        product_line,
        unit_cost_amount,
        valid_from_on,
        lead(valid_from_on) over (
            partition by product_number order by valid_from_on, product_version_id
        ) as next_from_on
    from cleaned
),

final as (
    select
        product_version_id,
        category_id,
        product_number,
        product_name,
        product_line,
        unit_cost_amount,
        valid_from_on,
        cast({{ dbt.dateadd('day', -1, 'next_from_on') }} as date) as valid_to_on,
        next_from_on is null as is_current
    from followed
)

select * from final
