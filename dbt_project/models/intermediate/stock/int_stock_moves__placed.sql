{{ config(materialized='table') }}

with stock_moves as (
    select * from {{ ref('int_stock_moves__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

-- What leaves a place that we look after, and what enters one: a transfer does both. What passes
-- by us altogether changes nothing here, but is kept: no move is lost.
sides as (
    select
        *,
        'from' as side,
        from_location_code as location_code,
        from_ownership as ownership,
        -quantity as placed_quantity,
        case when into_ownership = 'own' then 0 else amount end as placed_amount
    from stock_moves
    where from_ownership <> 'outside'
    union all
    select
        *,
        'into' as side,
        into_location_code as location_code,
        into_ownership as ownership,
        quantity as placed_quantity,
        case when from_ownership = 'own' and into_ownership <> 'own' then 0 else amount end
            as placed_amount
    from stock_moves
    where into_ownership <> 'outside'
    union all
    select
        *,
        'none' as side,
        cast(null as {{ dbt.type_string() }}) as location_code,
        'outside' as ownership,
        0 as placed_quantity,
        amount as placed_amount
    from stock_moves
    where from_ownership = 'outside'
        and into_ownership = 'outside'
),

final as (
    select
        {{ affluent.surrogate_key([
            'sides.source_name', 'sides.company_code', 'sides.move_id', 'sides.side'
        ]) }} as stock_move_key,
        sides.moved_on,
        sides.source_name,
        sides.company_code,
        sides.move_id,
        sides.move_kind,
        sides.document_type,
        sides.document_number,
        sides.line_number,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        sides.lot_number,
        sides.location_code,
        sides.ownership,
        cast(sides.placed_quantity as decimal(18, 4)) as quantity,
        cast(sides.placed_amount as decimal(18, 2)) as ledger_amount,
        {{ affluent.mul_money('sides.placed_amount', 'sides.group_rate') }} as amount_base,
        sides.account_code,
        sides.ledger_currency_code
    from sides
    left join products
        on sides.source_name = products.source_name
        and sides.product_id = products.product_id
)

select * from final
