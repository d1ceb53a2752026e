-- What is open item by item is the balance of its control account, at the end of every month and on
-- the company's day: of each company and account of customers and suppliers (a sub-ledger proves its
-- control account). Offenders are the accounts and the days on which a gap opens or changes, with
-- both sums: the documents of that month are to be looked at.
with open_item_moves as (
    select * from {{ ref('fct_open_item_moves') }}
    where moved_on <= {{ affluent.as_of() }}
),

balance_moves as (
    select * from {{ ref('fct_balance_moves') }}
    where moved_on <= {{ affluent.as_of() }}
        and {{ affluent.trade_item_type('account_code') }} is not null
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

both_sides as (
    select
        company_code,
        account_key,
        least({{ affluent.month_end('moved_on') }}, {{ affluent.as_of() }}) as stands_on,
        case when item_type = 'receivable' then amount else -amount end as open_amount,
        0 as control_amount
    from open_item_moves
    union all
    select
        company_code,
        account_key,
        least({{ affluent.month_end('moved_on') }}, {{ affluent.as_of() }}) as stands_on,
        0 as open_amount,
        amount as control_amount
    from balance_moves
),

monthly as (
    select
        company_code,
        account_key,
        stands_on,
        sum(open_amount) as open_amount,
        sum(control_amount) as control_amount
    from both_sides
    group by company_code, account_key, stands_on
),

balances as (
    select
        company_code,
        account_key,
        stands_on,
        sum(open_amount) over (
            partition by company_code, account_key
            order by stands_on
            rows between unbounded preceding and current row
        ) as open_amount,
        sum(control_amount) over (
            partition by company_code, account_key
            order by stands_on
            rows between unbounded preceding and current row
        ) as control_amount
    from monthly
),

compared as (
    select
        *,
        open_amount - control_amount as gap_amount,
        lag(open_amount - control_amount, 1, 0) over (
            partition by company_code, account_key
            order by stands_on
        ) as earlier_gap_amount
    from balances
),

final as (
    select
        accounts.source_name,
        compared.company_code,
        accounts.account_code,
        compared.stands_on,
        cast(compared.open_amount as decimal(18, 2)) as open_amount,
        cast(compared.control_amount as decimal(18, 2)) as control_amount
    from compared
    inner join accounts
        on compared.account_key = accounts.account_key
    where compared.gap_amount <> 0
        and compared.gap_amount <> compared.earlier_gap_amount
)

select * from final
