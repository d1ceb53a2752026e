{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with products as (
    select * from {{ ref('stg_odoo__products') }}
),

product_templates as (
    select * from {{ ref('stg_odoo__product_templates') }}
),

product_categories as (
    select * from {{ ref('stg_odoo__product_categories') }}
),

units as (
    select * from {{ ref('stg_odoo__units') }}
),

-- A number is a product's own when no other product that is in use bears it; Odoo takes it twice.
numbered as (
    select
        source_name,
        product_id,
        case
            when count(case when is_active then 1 end) over (
                partition by source_name, product_number
            ) = case when is_active then 1 else 0 end
            and count(*) over (partition by source_name, product_number, is_active) = 1
                then product_number
        end as product_number
    from products
    where product_number is not null
),

-- Up to 18 all categories stand below one, All or Tous, which says nothing.
split_categories as (
    select
        source_name,
        category_id,
        {{ affluent.trimmed("split_part(complete_name, ' / ', 1)") }} as first_name,
        {{ affluent.trimmed("split_part(complete_name, ' / ', 2)") }} as second_name,
        {{ affluent.trimmed("split_part(complete_name, ' / ', 3)") }} as third_name
    from product_categories
),

roots as (
    select
        source_name,
        count(distinct first_name) as root_count
    from split_categories
    group by source_name
),

final as (
    select
        products.source_name,
        products.product_id,
        numbered.product_number,
        product_templates.product_name,
        case
            when roots.root_count > 1 then split_categories.first_name
            else coalesce(split_categories.second_name, split_categories.first_name)
        end as category,
        case
            when roots.root_count > 1 then split_categories.second_name
            else split_categories.third_name
        end as subcategory,
        coalesce(products.list_price_amount, product_templates.list_price_amount)
            as list_price_amount,
        product_templates.company_id,
        units.reference_units
    from products
    left join numbered
        on products.source_name = numbered.source_name
        and products.product_id = numbered.product_id
    left join product_templates
        on products.source_name = product_templates.source_name
        and products.template_id = product_templates.template_id
    left join split_categories
        on product_templates.source_name = split_categories.source_name
        and product_templates.category_id = split_categories.category_id
    left join roots
        on products.source_name = roots.source_name
    left join units
        on product_templates.source_name = units.source_name
        and product_templates.unit_id = units.unit_id
)

select * from final
