with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

-- Advances paid to suppliers (409) and got from customers (419) are no trade items, and a closing
-- is none. In a ledger without years of its own openings and closings cancel each other.
trade_lines as (
    select
        source_name,
        company_code,
        exercise_end_on,
        entry_number,
        line_number,
        journal_code,
        case when account_code like '41%' then 'receivable' else 'payable' end as item_type,
        account_code,
        party_number,
        customer_id,
        document_number,
        posted_on as opened_on,
        coalesce(due_on, documented_on, posted_on) as aged_from_on,
        case when due_on is null then 'document date' else 'due date' end as ageing_basis,
        debit_amount - credit_amount as balance_amount,
        coalesce(group_rate, 1) as group_rate,
        lettering_code,
        greatest(coalesce(lettered_on, posted_on), posted_on) as lettered_on,
        replaced_on
    from journal_lines
    where (account_code like '40%' or account_code like '41%')
        and account_code not like '409%'
        and account_code not like '419%'
        and (entry_kind = 'movement' or (entry_kind = 'opening' and exercise_end_on is not null))
        and debit_amount <> credit_amount
),

-- Lines of one letter are settled when they balance; a partial lettering settles nothing. A letter
-- without a date is of the day of its last line.
lettered as (
    select
        *,
        sum(balance_amount) over (
            partition by
                source_name, company_code, exercise_end_on, account_code, party_number,
                lettering_code
        ) as group_balance_amount,
        max(lettered_on) over (
            partition by
                source_name, company_code, exercise_end_on, account_code, party_number,
                lettering_code
        ) as group_lettered_on
    from trade_lines
),

settled as (
    select
        *,
        case
            when lettering_code is not null and group_balance_amount = 0 then group_lettered_on
        end as settled_on
    from lettered
),

final as (
    select
        {{ affluent.surrogate_key([
            'settled.source_name', 'settled.company_code', 'settled.exercise_end_on',
            'settled.journal_code', 'settled.entry_number', 'settled.line_number'
        ]) }} as open_item_key,
        settled.source_name,
        settled.company_code,
        settled.item_type,
        {{ affluent.surrogate_key(['settled.source_name', 'settled.account_code']) }}
            as account_key,
        settled.account_code,
        case
            when settled.party_number is null then {{ affluent.unknown_key() }}
            else {{ affluent.surrogate_key([
                'settled.source_name', 'settled.company_code', 'settled.party_number'
            ]) }}
        end as party_key,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        settled.document_number,
        settled.opened_on,
        settled.aged_from_on,
        settled.ageing_basis,
        settled.settled_on,
        -- What the opening of a later year repeats stands there from then on.
        least(
            coalesce(settled.settled_on, settled.replaced_on),
            coalesce(settled.replaced_on, settled.settled_on)
        ) as closed_on,
        case
            when settled.item_type = 'receivable' then settled.balance_amount
            else -settled.balance_amount
        end as amount,
        settled.group_rate
    from settled
    left join customers
        on settled.source_name = customers.source_name
        and settled.customer_id = customers.customer_id
)

select
    open_item_key,
    source_name,
    company_code,
    item_type,
    account_key,
    account_code,
    party_key,
    customer_key,
    document_number,
    opened_on,
    aged_from_on,
    ageing_basis,
    settled_on,
    closed_on,
    cast(amount as decimal(18, 2)) as amount,
    {{ affluent.mul_money('amount', 'group_rate') }} as amount_base
from final
