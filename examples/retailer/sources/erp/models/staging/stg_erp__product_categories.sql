with product_categories as (
    select * from {{ source('erp', 'product_categories') }}
),

final as (
    select
        {{ affluent.trimmed('ID') }} as category_id,
        {{ affluent.trimmed('CAT') }} as category,
        {{ affluent.trimmed('SUBCAT') }} as subcategory,
        case upper(trim(MAINTENANCE))
            when 'YES' then true
            when 'NO' then false
        end as needs_maintenance
    from product_categories
    where not _is_deleted
)

select * from final
