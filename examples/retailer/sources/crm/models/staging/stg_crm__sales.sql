with sales as (
    select * from {{ source('crm', 'sales') }}
),

typed as (
    select
        {{ affluent.trimmed('sls_ord_num') }} as order_number,
        {{ affluent.trimmed('sls_prd_key') }} as product_number,
        {{ affluent.trimmed('sls_cust_id') }} as customer_id,
        {{ affluent.try_date_from_digits('sls_order_dt') }} as ordered_on,
        {{ affluent.try_date_from_digits('sls_ship_dt') }} as shipped_on,
        {{ affluent.try_date_from_digits('sls_due_dt') }} as due_on,
        cast(sls_sales as decimal(18, 2)) as stated_amount,
        cast(sls_quantity as decimal(18, 4)) as quantity,
        cast(sls_price as decimal(18, 4)) as stated_price
    from sales
    where not _is_deleted
),

-- The amount stands when it is positive and agrees with quantity × price, whatever the price's
-- sign; without a price there is nothing to disagree with.
repaired_amount as (
    select
        order_number,
        product_number,
        customer_id,
        ordered_on,
        shipped_on,
        due_on,
        stated_amount,
        quantity,
        stated_price,
        case
            when stated_amount is null
                or stated_amount <= 0
                or stated_amount <> {{ affluent.mul_money('quantity', 'abs(stated_price)') }}
                then {{ affluent.mul_money('quantity', 'abs(stated_price)') }}
            else stated_amount
        end as sales_amount
    from typed
),

final as (
    select
        order_number,
        product_number,
        customer_id,
        ordered_on,
        shipped_on,
        due_on,
        quantity,
        case
            when stated_price is null or stated_price <= 0
                then {{ affluent.div_money('sales_amount', 'quantity', 4) }}
            else stated_price
        end as unit_price,
        sales_amount,
        coalesce(stated_amount <> sales_amount, true) as is_amount_repaired
    from repaired_amount
)

select * from final
