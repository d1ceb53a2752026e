{#- What lies there, by the documents that it came with: what came last is here. -#}
with stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

balances as (
    select * from {{ ref('fct_stock_balances') }}
),

today as (
    select * from balances
    where valid_from_on <= {{ affluent.as_of() }}
        and valid_to_on >= {{ affluent.as_of() }}
        and quantity > 0
),

entered as (
    select
        stock_moves.*,
        sum(stock_moves.quantity) over (
            partition by
                stock_moves.source_name, stock_moves.company_code, stock_moves.product_key
            order by stock_moves.moved_on desc, stock_moves.stock_move_key asc
            rows between unbounded preceding and current row
        ) as quantity_since
    from stock_moves
    where stock_moves.ownership = 'own'
        and stock_moves.quantity > 0
        and stock_moves.move_kind <> 'transfer'
        and stock_moves.moved_on <= {{ affluent.as_of() }}
),

layers as (
    select
        entered.stock_move_key,
        entered.source_name,
        entered.company_code,
        entered.product_key,
        entered.document_type,
        entered.document_number,
        entered.moved_on as entered_on,
        today.quantity as whole_quantity,
        today.value_amount_base as whole_value,
        least(entered.quantity_since, today.quantity) as quantity_up_to,
        entered.quantity_since - entered.quantity as quantity_before
    from entered
    inner join today
        on entered.source_name = today.source_name
        and entered.company_code = today.company_code
        and entered.product_key = today.product_key
    where entered.quantity_since - entered.quantity < today.quantity
),

aged as (
    select
        *,
        {{ affluent.days_between('entered_on', affluent.as_of()) }} as age_days
    from layers
),

final as (
    select
        stock_move_key as stock_layer_key,
        {{ affluent.as_of() }} as stood_on,
        source_name,
        company_code,
        product_key,
        document_type,
        document_number,
        entered_on,
        cast(age_days as integer) as age_days,
        case
            when age_days <= 30 then '0-30'
            when age_days <= 90 then '31-90'
            when age_days <= 180 then '91-180'
            when age_days <= 365 then '181-365'
            else '366+'
        end as age_bucket,
        cast(quantity_up_to - quantity_before as decimal(18, 4)) as quantity,
        cast(
            {{ affluent.in_proportion('whole_value', 'quantity_up_to', 'whole_quantity') }}
            - {{ affluent.in_proportion('whole_value', 'quantity_before', 'whole_quantity') }}
            as decimal(18, 2)
        ) as value_amount_base
    from aged
)

select * from final
