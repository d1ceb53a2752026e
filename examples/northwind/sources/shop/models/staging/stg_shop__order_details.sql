with order_details as (
    select * from {{ source('shop', 'order_details') }}
),

-- Four decimals take off what single precision added.
cleaned as (
    select
        {{ affluent.trimmed('order_id') }} as order_number,
        {{ affluent.trimmed('product_id') }} as product_id,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(discount as decimal(9, 4)) as discount_rate
    from order_details
    where not _is_deleted
),

final as (
    select
        order_number,
        product_id,
        unit_price,
        quantity,
        discount_rate,
        -- A discount of 15 % on 9.65 is no whole number of cents.
        cast(
            cast(unit_price as decimal(12, 4))
            * cast(quantity as decimal(8, 0))
            * (1 - cast(discount_rate as decimal(6, 4))) as decimal(18, 8)
        ) as exact_net_amount
    from cleaned
)

select * from final
