{{ config(enabled='operations' in var('sources', [])) }}
-- No move of goods, change of their worth, arrival, return or supplier's invoice line is lost or
-- doubled on its way from staging to its fact, and none changes by a cent or a piece. Offenders are
-- the kinds of rows, with both counts and sums.
with staged as (
    select
        'stock moves' as entity,
        count(*) as row_count,
        coalesce(sum(quantity), 0) as total
    from {{ ref('stg_operations__stock_moves') }}
    union all
    select
        'stock values' as entity,
        count(*) as row_count,
        coalesce(sum(value_amount), 0) as total
    from {{ ref('stg_operations__stock_values') }}
    union all
    select
        'receipts' as entity,
        count(*) as row_count,
        coalesce(sum(quantity), 0) as total
    from {{ ref('stg_operations__receipt_lines') }}
    union all
    select
        'supplier returns' as entity,
        count(*) as row_count,
        coalesce(sum(quantity), 0) as total
    from {{ ref('stg_operations__supplier_return_lines') }}
    union all
    select
        'supplier invoices' as entity,
        count(*) as row_count,
        coalesce(sum(quantity), 0) as total
    from {{ ref('stg_operations__supplier_invoice_lines') }}
    union all
    select
        'supplier credit notes' as entity,
        count(*) as row_count,
        coalesce(sum(quantity), 0) as total
    from {{ ref('stg_operations__supplier_credit_note_lines') }}
),

stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
    where source_name = 'operations'
        and move_id is not null
),

purchase_receipts as (
    select * from {{ ref('fct_purchase_receipts') }}
    where source_name = 'operations'
),

purchase_invoice_lines as (
    select * from {{ ref('fct_purchase_invoice_lines') }}
    where source_name = 'operations'
),

-- A transfer has two rows and moves its quantity once; what passes by bears none.
one_a_move as (
    select
        move_id,
        max(abs(quantity)) as quantity
    from stock_moves
    where move_kind <> 'revaluation'
    group by move_id
),

passing as (
    select coalesce(sum(quantity), 0) as quantity
    from {{ ref('int_stock_moves__unioned') }}
    where source_name = 'operations'
        and move_kind = 'outside'
),

facts as (
    select
        'stock moves' as entity,
        count(*) as row_count,
        coalesce(sum(one_a_move.quantity), 0) + max(passing.quantity) as total
    from passing
    left join one_a_move
        on one_a_move.move_id is not null
    union all
    select
        'stock values' as entity,
        count(distinct case when account_code is not null then move_id end) as row_count,
        coalesce(sum(ledger_amount), 0) as total
    from stock_moves
    union all
    select
        case document_type when 'return' then 'supplier returns' else 'receipts' end as entity,
        count(*) as row_count,
        sum(abs(quantity)) as total
    from purchase_receipts
    group by document_type
    union all
    select
        case document_type
            when 'credit_note' then 'supplier credit notes'
            else 'supplier invoices'
        end as entity,
        count(*) as row_count,
        sum(abs(quantity)) as total
    from purchase_invoice_lines
    group by document_type
),

final as (
    select
        staged.entity,
        staged.row_count as staged_row_count,
        coalesce(facts.row_count, 0) as fact_row_count,
        cast(staged.total as decimal(38, 4)) as staged_total,
        cast(coalesce(facts.total, 0) as decimal(38, 4)) as fact_total
    from staged
    left join facts
        on staged.entity = facts.entity
    where staged.row_count <> coalesce(facts.row_count, 0)
        or staged.total <> coalesce(facts.total, 0)
)

select * from final
