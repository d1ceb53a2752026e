with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

-- A closing in the file of a year moves nothing: the opening of the next one repeats what was left.
kept_lines as (
    select *
    from journal_lines
    where substr(account_code, 1, 1) in ('1', '2', '3', '4', '5')
        and (entry_kind <> 'closing' or exercise_end_on is null)
),

-- Classes 1 to 5 have a balance. Where a year opens with what the one before left, what it left is
-- taken off on that day, and the opening stands in its place.
moves as (
    select
        source_name,
        company_code,
        account_code,
        posted_on as moved_on,
        debit_amount - credit_amount as amount,
        {{ affluent.into_group_currency(
            'debit_amount - credit_amount', 'group_rate', 'ledger_currency_code'
        ) }}
            as amount_base
    from kept_lines
    union all
    select
        source_name,
        company_code,
        account_code,
        replaced_on as moved_on,
        credit_amount - debit_amount as amount,
        {{ affluent.into_group_currency(
            'credit_amount - debit_amount', 'group_rate', 'ledger_currency_code'
        ) }}
            as amount_base
    from kept_lines
    where replaced_on is not null
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'account_code', 'moved_on']) }}
            as balance_move_key,
        moved_on,
        source_name,
        company_code,
        {{ affluent.surrogate_key(['source_name', 'account_code']) }} as account_key,
        account_code,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(amount_base) as decimal(18, 2)) as amount_base
    from moves
    group by source_name, company_code, account_code, moved_on
)

select * from final
