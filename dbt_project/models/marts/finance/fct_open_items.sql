with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

entries as (
    select * from {{ ref('int_journal_entries__flagged') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

typed_lines as (
    select
        *,
        {{ affluent.trade_item_type('account_code') }} as item_type
    from journal_lines
),

-- A closing is no item. In a ledger without years of its own openings and closings cancel each other.
trade_lines as (
    select
        typed_lines.source_name,
        typed_lines.company_code,
        typed_lines.exercise_end_on,
        typed_lines.entry_number,
        typed_lines.line_number,
        typed_lines.journal_code,
        typed_lines.item_type,
        typed_lines.account_code,
        typed_lines.party_number,
        typed_lines.customer_id,
        typed_lines.document_number,
        typed_lines.entry_kind,
        typed_lines.posted_on as opened_on,
        coalesce(typed_lines.due_on, typed_lines.documented_on, typed_lines.posted_on)
            as aged_from_on,
        case when typed_lines.due_on is null then 'document date' else 'due date' end
            as ageing_basis,
        typed_lines.debit_amount - typed_lines.credit_amount as balance_amount,
        typed_lines.ledger_currency_code,
        typed_lines.group_rate,
        typed_lines.lettering_code,
        greatest(coalesce(typed_lines.lettered_on, typed_lines.posted_on), typed_lines.posted_on)
            as lettered_on,
        typed_lines.replaced_on,
        -- What an item is: an invoice or a credit note, money, or anything else.
        case
            when typed_lines.entry_kind <> 'movement' then 'opening'
            when entries.is_cash then 'cash'
            when typed_lines.item_type = 'receivable' and entries.is_sale then 'invoice'
            when typed_lines.item_type = 'payable' and entries.is_purchase then 'invoice'
            else 'other'
        end as item_kind
    from typed_lines
    left join entries
        on typed_lines.source_name = entries.source_name
        and typed_lines.company_code = entries.company_code
        and typed_lines.entry_number = entries.entry_number
        and typed_lines.journal_code is not distinct from entries.journal_code
        and typed_lines.exercise_end_on is not distinct from entries.exercise_end_on
    where typed_lines.item_type is not null
        and (
            typed_lines.entry_kind = 'movement'
            or (typed_lines.entry_kind = 'opening' and typed_lines.exercise_end_on is not null)
        )
        and typed_lines.debit_amount <> typed_lines.credit_amount
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
        settled.item_kind,
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
        settled.ledger_currency_code,
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
    item_kind,
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
    ledger_currency_code,
    cast(amount as decimal(18, 2)) as amount,
    {{ affluent.into_group_currency('amount', 'group_rate', 'ledger_currency_code') }}
        as amount_base
from final
