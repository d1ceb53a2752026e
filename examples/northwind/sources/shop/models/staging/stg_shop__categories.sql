with categories as (
    select * from {{ source('shop', 'categories') }}
),

final as (
    select
        cast(category_id as integer) as category_id,
        {{ affluent.trimmed('category_name') }} as category
    from categories
    where not _is_deleted
)

select * from final
