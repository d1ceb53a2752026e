{{ config(materialized='table', enabled=var('fec_sources', []) | length > 0) }}

with staged as (
    select * from {{ ref('stg_fec__lines') }}
),

lines as (
    select
        *,
        substr(account_code, 1, 1) in ('1', '2', '3', '4', '5')
        or account_code like '89%' as is_balance_sheet,
        substr(account_code, 1, 1) in ('6', '7') as is_income,
        account_code like '12%' as is_result,
        lower(coalesce(journal_name, '') || ' ' || coalesce(label, '')) as words
    from staged
),

years as (
    select
        source_name,
        company_code,
        exercise_end_on,
        min(posted_on) as first_on,
        min(line_number) as first_line
    from lines
    group by source_name, company_code, exercise_end_on
),

-- A journal of openings by its code; or by its place in the file, whose first numbers are the
-- opening by the rule: all of it on the first day, before all others, capital in it.
journals as (
    select
        lines.source_name,
        lines.company_code,
        lines.exercise_end_on,
        lines.journal_code,
        bool_and(lines.is_balance_sheet) and (
            lower(lines.journal_code) in ('an', 'ano', 'anx', 'ran', 'anouv', 'a-n')
            or (
                max(lines.posted_on) = min(years.first_on)
                and min(lines.line_number) = min(years.first_line)
                and bool_or(lines.account_code like '1%')
            )
        ) as is_of_openings
    from lines
    inner join years
        on lines.source_name = years.source_name
        and lines.company_code = years.company_code
        and lines.exercise_end_on = years.exercise_end_on
    group by lines.source_name, lines.company_code, lines.exercise_end_on, lines.journal_code
),

-- An opening moves balance-sheet accounts only (890 among them), and stands in a journal of
-- openings, or says what it is on the first day. A closing empties income accounts into the result,
-- or the balance sheet into 891; the rule forbids it in a FEC, and it moves nothing.
entries as (
    select
        lines.source_name,
        lines.company_code,
        lines.exercise_end_on,
        lines.journal_code,
        lines.entry_number,
        case
            when min(lines.posted_on) = lines.exercise_end_on
                and (
                    (
                        bool_and(lines.is_result or lines.is_income)
                        and bool_or(lines.is_result)
                        and bool_or(lines.is_income)
                    )
                    or (
                        bool_and(lines.is_balance_sheet)
                        and bool_or(lines.account_code like '891%')
                    )
                )
                then 'closing'
            when bool_and(lines.is_balance_sheet) and (
                bool_and(journals.is_of_openings)
                or (
                    max(lines.posted_on) = min(years.first_on)
                    and bool_or(
                        lines.words like '%à nouveau%'
                        or lines.words like '%a nouveau%'
                        or lines.words like '%à-nouveau%'
                        or lines.words like '%a-nouveau%'
                        or lines.words like '%ouverture%'
                        or lines.words like '%bilan d_but%'
                    )
                )
            ) then 'opening'
            else 'movement'
        end as entry_kind,
        min(lines.posted_on) as posted_on
    from lines
    inner join years
        on lines.source_name = years.source_name
        and lines.company_code = years.company_code
        and lines.exercise_end_on = years.exercise_end_on
    inner join journals
        on lines.source_name = journals.source_name
        and lines.company_code = journals.company_code
        and lines.exercise_end_on = journals.exercise_end_on
        and lines.journal_code = journals.journal_code
    group by
        lines.source_name,
        lines.company_code,
        lines.exercise_end_on,
        lines.journal_code,
        lines.entry_number
),

opened_years as (
    select
        source_name,
        company_code,
        exercise_end_on,
        min(case when entry_kind = 'opening' then posted_on end) as opening_on
    from entries
    group by source_name, company_code, exercise_end_on
),

-- What a year leaves stands until a later year opens with it: then the opening takes its place,
-- and is not counted beside it. A year without an opening goes on from what was left.
followed_years as (
    select
        source_name,
        company_code,
        exercise_end_on,
        min(opening_on) over (
            partition by source_name, company_code
            order by exercise_end_on
            rows between 1 following and unbounded following
        ) as replaced_on
    from opened_years
),

companies as (
    select
        source_name,
        count(distinct company_code) as company_count
    from years
    group by source_name
),

final as (
    select
        lines.source_name,
        lines.company_code,
        lines.exercise_end_on,
        lines.entry_number,
        cast(lines.line_number as {{ dbt.type_string() }}) as line_number,
        lines.journal_code,
        lines.journal_name,
        entries.entry_kind,
        followed_years.replaced_on,
        lines.account_code,
        lines.account_name,
        lines.party_number,
        lines.party_name,
        -- Two companies' ledgers may give one number to two customers.
        case
            when lines.party_number is not null and lines.account_code like '41%'
                then case when companies.company_count > 1 then lines.company_code || ' ' else '' end
                || lines.party_number
        end as customer_id,
        lines.posted_on,
        lines.document_number,
        lines.documented_on,
        -- The FEC has no due date.
        cast(null as date) as due_on,
        lines.label,
        lines.debit_amount,
        lines.credit_amount,
        -- French books are kept in euros.
        'EUR' as ledger_currency_code,
        cast({{ 1 if var('currency') == 'EUR' else 'null' }} as decimal(18, 8)) as group_rate,
        lines.lettering_code,
        lines.lettered_on,
        case when lines.document_amount is not null then lines.currency_code end as currency_code,
        lines.document_amount
    from lines
    inner join entries
        on lines.source_name = entries.source_name
        and lines.company_code = entries.company_code
        and lines.exercise_end_on = entries.exercise_end_on
        and lines.journal_code = entries.journal_code
        and lines.entry_number = entries.entry_number
    inner join followed_years
        on lines.source_name = followed_years.source_name
        and lines.company_code = followed_years.company_code
        and lines.exercise_end_on = followed_years.exercise_end_on
    inner join companies
        on lines.source_name = companies.source_name
)

select * from final
