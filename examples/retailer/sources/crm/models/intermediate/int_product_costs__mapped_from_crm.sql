with products as (
    select * from {{ ref('stg_crm__products') }}
),

final as (
    select
        'crm' as source_name,
        product_number as product_id,
        valid_from_on,
        valid_to_on,
        unit_cost_amount,
        '{{ var("currency") }}' as currency_code
    from products
)

select * from final
