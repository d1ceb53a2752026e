{{ config(enabled='operations' in var('sources', [])) }}
-- depends_on: {{ ref('fct_stock_moves') }}
{#- The fact is not held up: the other laws still say what is wrong with it. -#}

-- The books keep a perpetual inventory: at the end of every month each stock account (class 3) of a
-- company is worth what its stock's own moves say, or one of them is wrong. Offenders are the
-- documents of which the two say different things, up to the first month that does not close.
with placed as (
    select * from {{ ref('int_stock_moves__placed') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

stock_accounts as (
    select distinct
        company_code,
        account_code
    from placed
    where source_name = 'operations'
        and account_code is not null
),

changes as (
    select
        company_code,
        account_code,
        document_number,
        moved_on,
        ledger_amount as stock_amount,
        0 as ledger_amount
    from placed
    where source_name = 'operations'
        and account_code is not null
    union all
    select
        journal_lines.company_code,
        journal_lines.account_code,
        journal_lines.document_number,
        journal_lines.posted_on as moved_on,
        0 as stock_amount,
        journal_lines.debit_amount - journal_lines.credit_amount as ledger_amount
    from journal_lines
    inner join stock_accounts
        on journal_lines.company_code = stock_accounts.company_code
        and journal_lines.account_code = stock_accounts.account_code
    where journal_lines.source_name = 'operations'
),

months as (
    select
        company_code,
        account_code,
        {{ affluent.month_end('moved_on') }} as month_end_on,
        sum(stock_amount - ledger_amount) as gap_amount
    from changes
    group by company_code, account_code, {{ affluent.month_end('moved_on') }}
),

standing as (
    select
        company_code,
        account_code,
        month_end_on,
        sum(gap_amount) over (
            partition by company_code, account_code order by month_end_on asc
        ) as gap_amount
    from months
),

broken as (
    select
        company_code,
        account_code,
        min(month_end_on) as month_end_on
    from standing
    where gap_amount <> 0
    group by company_code, account_code
),

final as (
    select
        changes.company_code,
        changes.account_code,
        broken.month_end_on,
        changes.document_number,
        cast(sum(changes.stock_amount) as decimal(18, 2)) as stock_amount,
        cast(sum(changes.ledger_amount) as decimal(18, 2)) as ledger_amount,
        cast(sum(changes.stock_amount - changes.ledger_amount) as decimal(18, 2)) as gap_amount
    from changes
    inner join broken
        on changes.company_code = broken.company_code
        and changes.account_code = broken.account_code
        and changes.moved_on <= broken.month_end_on
    group by
        changes.company_code,
        changes.account_code,
        broken.month_end_on,
        changes.document_number
    having sum(changes.stock_amount - changes.ledger_amount) <> 0
)

select * from final
