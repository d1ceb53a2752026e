-- A year opens with what the year before left (code de commerce, article L. 123-19): of every
-- account, the opening equals the balance that it takes the place of. Equity (10 to 12) is left
-- out: it takes the result of the year in between; as entries balance, it agrees where all others
-- do. Offenders are accounts, and years of which no file came. A source with chain = "reported" in
-- affluent.toml is left out.
with journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

replacements as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

left_balances as (
    select
        source_name,
        company_code,
        replaced_on as opens_on,
        account_code,
        max(exercise_end_on) as left_on,
        sum(debit_amount - credit_amount) as closing_amount
    from replacements
    where replaced_on is not null
        and entry_kind <> 'closing'
        and substr(account_code, 1, 1) in ('1', '2', '3', '4', '5')
    group by source_name, company_code, replaced_on, account_code
),

-- The first year of a company opens with what nobody sent.
followed as (
    select
        source_name,
        company_code,
        opens_on,
        max(left_on) as left_on
    from left_balances
    group by source_name, company_code, opens_on
),

exercises as (
    select
        source_name,
        company_code,
        exercise_end_on,
        min(case when entry_kind = 'opening' then posted_on end) as opens_on
    from journal_lines
    where exercise_end_on is not null
    group by source_name, company_code, exercise_end_on
),

opening_balances as (
    select
        exercises.source_name,
        exercises.company_code,
        exercises.opens_on,
        journal_lines.account_code,
        sum(journal_lines.debit_amount - journal_lines.credit_amount) as opening_amount
    from journal_lines
    inner join exercises
        on journal_lines.source_name = exercises.source_name
        and journal_lines.company_code = exercises.company_code
        and journal_lines.exercise_end_on = exercises.exercise_end_on
    inner join followed
        on exercises.source_name = followed.source_name
        and exercises.company_code = followed.company_code
        and exercises.opens_on = followed.opens_on
    where journal_lines.entry_kind = 'opening'
        and substr(journal_lines.account_code, 1, 1) in ('1', '2', '3', '4', '5')
    group by
        exercises.source_name,
        exercises.company_code,
        exercises.opens_on,
        journal_lines.account_code
),

both_balances as (
    select
        source_name,
        company_code,
        opens_on,
        account_code,
        closing_amount,
        0 as opening_amount
    from left_balances
    union all
    select
        source_name,
        company_code,
        opens_on,
        account_code,
        0 as closing_amount,
        opening_amount
    from opening_balances
),

gaps as (
    select
        both_balances.source_name,
        both_balances.company_code,
        followed.left_on,
        both_balances.opens_on,
        both_balances.account_code,
        sum(both_balances.closing_amount) as closing_amount,
        sum(both_balances.opening_amount) as opening_amount
    from both_balances
    inner join followed
        on both_balances.source_name = followed.source_name
        and both_balances.company_code = followed.company_code
        and both_balances.opens_on = followed.opens_on
    where substr(both_balances.account_code, 1, 2) not in ('10', '11', '12')
        and {{ affluent.days_between('followed.left_on', 'both_balances.opens_on') }} <= 31
    group by
        both_balances.source_name,
        both_balances.company_code,
        followed.left_on,
        both_balances.opens_on,
        both_balances.account_code
),

offenders as (
    select
        source_name,
        company_code,
        left_on,
        opens_on,
        account_code,
        cast(closing_amount as decimal(18, 2)) as closing_amount,
        cast(opening_amount as decimal(18, 2)) as opening_amount,
        cast(opening_amount - closing_amount as decimal(18, 2)) as gap_amount
    from gaps
    where closing_amount <> opening_amount
    union all
    select
        source_name,
        company_code,
        left_on,
        opens_on,
        'no file for these days' as account_code,
        cast(null as decimal(18, 2)) as closing_amount,
        cast(null as decimal(18, 2)) as opening_amount,
        cast(null as decimal(18, 2)) as gap_amount
    from followed
    where {{ affluent.days_between('left_on', 'opens_on') }} > 31
),

final as (
    select *
    from offenders
    where source_name not in ('' {%- for name in var('unchained_sources', []) %}, '{{ name }}'{% endfor %})
)

select * from final
