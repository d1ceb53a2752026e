{{ config(materialized='table') }}

with costs as (
    select * from {{ ref('int_product_costs__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

-- One cost per product and first day: the most trusted source's.
chosen as (
    select
        products.product_key,
        costs.valid_from_on,
        costs.valid_to_on,
        costs.unit_cost_amount,
        row_number() over (
            partition by products.product_key, costs.valid_from_on
            order by products.source_priority, costs.source_name, costs.product_id,
                costs.valid_to_on desc nulls first
        ) as choice
    from costs
    inner join products
        on costs.source_name = products.source_name
        and costs.product_id = products.product_id
    -- 0 is what a system says where nobody entered a cost; a cost in another currency is none here.
    where costs.unit_cost_amount > 0
        and costs.valid_from_on is not null
        and coalesce(costs.currency_code, '{{ var("currency") }}') = '{{ var("currency") }}'
),

-- A period ends at the latest on the eve of the next one: two costs in force on one day would
-- count a sales line twice.
followed as (
    select
        product_key,
        valid_from_on,
        valid_to_on,
        unit_cost_amount,
        lead(valid_from_on) over (
            partition by product_key order by valid_from_on
        ) as next_from_on
    from chosen
    where choice = 1
),

final as (
    select
        product_key,
        valid_from_on,
        least(
            coalesce(valid_to_on, cast('9999-12-31' as date)),
            coalesce(
                cast({{ dbt.dateadd('day', -1, 'next_from_on') }} as date),
                cast('9999-12-31' as date)
            )
        ) as valid_to_on,
        unit_cost_amount,
        next_from_on is null as is_latest
    from followed
)

select * from final
