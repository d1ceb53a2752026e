{{ config(enabled='operations' in var('sources', [])) }}
-- depends_on: {{ ref('fct_order_line_moves') }}
{#- The fact is not held up: the other laws still say what is wrong with it. -#}

-- No order line, delivery, invoice or cancellation of the operational store is lost or doubled on
-- its way to a move. Offenders are kinds of move with a gap in lines or quantity.
with staged as (
    select
        'ordered' as move_type,
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
    from {{ ref('stg_operations__sales_order_lines') }}
    union all
    select
        'cancelled' as move_type,
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
    from {{ ref('stg_operations__sales_order_cancellations') }}
    union all
    select
        'delivered' as move_type,
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
    from {{ ref('stg_operations__delivery_lines') }}
    union all
    select
        'invoiced' as move_type,
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
    from {{ ref('stg_operations__invoice_lines') }}
),

moves as (
    select
        move_type,
        count(*) as line_count,
        sum(quantity) as quantity
    from {{ ref('int_order_line_moves__valued') }}
    where source_name = 'operations'
    group by move_type
),

final as (
    select
        staged.move_type,
        staged.line_count as staged_line_count,
        coalesce(moves.line_count, 0) as fact_line_count,
        staged.quantity as staged_quantity,
        coalesce(moves.quantity, 0) as fact_quantity
    from staged
    left join moves
        on staged.move_type = moves.move_type
    where staged.line_count <> coalesce(moves.line_count, 0)
        or staged.quantity <> coalesce(moves.quantity, 0)
)

select * from final
