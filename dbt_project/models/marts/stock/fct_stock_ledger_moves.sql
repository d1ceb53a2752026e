{#- The stock's own ledger beside the stock accounts of the books, day by day: what the one says more
    than the other is a gap. Only accounts that the stock itself names are compared. -#}
with placed as (
    select * from {{ ref('int_stock_moves__placed') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

stock_accounts as (
    select distinct
        source_name,
        company_code,
        account_code
    from placed
    where account_code is not null
),

changes as (
    select
        source_name,
        company_code,
        account_code,
        moved_on,
        ledger_amount as stock_amount,
        0 as ledger_amount,
        cast(null as decimal(18, 8)) as group_rate
    from placed
    where ledger_amount <> 0
        and account_code is not null
    union all
    select
        journal_lines.source_name,
        journal_lines.company_code,
        journal_lines.account_code,
        journal_lines.posted_on as moved_on,
        0 as stock_amount,
        journal_lines.debit_amount - journal_lines.credit_amount as ledger_amount,
        journal_lines.group_rate
    from journal_lines
    inner join stock_accounts
        on journal_lines.source_name = stock_accounts.source_name
        and journal_lines.company_code = stock_accounts.company_code
        and journal_lines.account_code = stock_accounts.account_code
),

by_day as (
    select
        source_name,
        company_code,
        account_code,
        moved_on,
        sum(stock_amount) as stock_amount,
        sum(ledger_amount) as ledger_amount,
        max(group_rate) as group_rate
    from changes
    group by source_name, company_code, account_code, moved_on
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'account_code', 'moved_on']) }}
            as stock_ledger_move_key,
        moved_on,
        source_name,
        company_code,
        {{ affluent.surrogate_key(['source_name', 'account_code']) }} as account_key,
        account_code,
        cast(stock_amount as decimal(18, 2)) as stock_amount,
        cast(ledger_amount as decimal(18, 2)) as ledger_amount,
        {{ affluent.mul_money('stock_amount - ledger_amount', 'coalesce(group_rate, 1)') }}
            as gap_amount_base
    from by_day
)

select * from final
