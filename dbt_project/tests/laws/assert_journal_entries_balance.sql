-- Every entry of every ledger: it has lines, and what is debited is credited. Offenders are the
-- entries that do not balance, with their gap; those without lines; and lines whose entry is gone.
with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

entries as (
    select
        source_name,
        entry_number,
        min(document_number) as document_number,
        count(line_number) as line_count,
        min(posted_on) as posted_on,
        sum(coalesce(debit_amount, 0)) as debit_amount,
        sum(coalesce(credit_amount, 0)) as credit_amount
    from journal_lines
    -- A FEC numbers the entries of each journal, year and company by themselves.
    group by source_name, company_code, exercise_end_on, journal_code, entry_number
),

final as (
    select
        source_name,
        entry_number,
        document_number,
        line_count,
        debit_amount,
        credit_amount,
        debit_amount - credit_amount as gap_amount
    from entries
    where debit_amount <> credit_amount
        or line_count = 0
        or posted_on is null
)

select * from final
