with product_categories as (
    select * from {{ source('erp', 'product_categories') }}
),

final as (
    select
        {{ affluent.trimmed('id') }} as category_id,
        {{ affluent.trimmed('cat') }} as category,
        {{ affluent.trimmed('subcat') }} as subcategory,
        case upper(trim(maintenance))
            when 'YES' then true
            when 'NO' then false
        end as needs_maintenance
    from product_categories
    where not _is_deleted
)

select * from final
