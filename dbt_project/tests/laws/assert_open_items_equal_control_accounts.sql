-- What is open on the company's day, item by item, is the balance of its control account on that
-- day: of each account of customers and suppliers. Offenders are the accounts, with both sums.
with open_item_moves as (
    select * from {{ ref('fct_open_item_moves') }}
),

balance_moves as (
    select * from {{ ref('fct_balance_moves') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

open_balances as (
    select
        account_key,
        sum(case when item_type = 'receivable' then amount else -amount end)
            as open_amount
    from open_item_moves
    where moved_on <= {{ affluent.as_of() }}
    group by account_key
),

control_balances as (
    select
        account_key,
        sum(amount) as control_amount
    from balance_moves
    where moved_on <= {{ affluent.as_of() }}
        and (account_code like '40%' or account_code like '41%')
        and account_code not like '409%'
        and account_code not like '419%'
    group by account_key
),

final as (
    select
        accounts.source_name,
        accounts.account_code,
        coalesce(open_balances.open_amount, 0) as open_amount,
        coalesce(control_balances.control_amount, 0) as control_amount
    from accounts
    left join open_balances
        on accounts.account_key = open_balances.account_key
    left join control_balances
        on accounts.account_key = control_balances.account_key
    where coalesce(open_balances.open_amount, 0) <> coalesce(control_balances.control_amount, 0)
)

select * from final
