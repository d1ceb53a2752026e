{{ config(severity='warn') }}
-- A line of a ledger in another currency than the group's, of a day without a rate, counts in the
-- ledger's own currency and is withheld from the group's figures. Offenders are the entries, with
-- what is withheld.
with journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

final as (
    select
        source_name,
        company_code,
        entry_number,
        posted_on,
        ledger_currency_code,
        count(*) as line_count,
        sum(debit_amount) as withheld_debit_amount
    from journal_lines
    where debit_amount_base is null
    group by source_name, company_code, entry_number, posted_on, ledger_currency_code
)

select * from final
