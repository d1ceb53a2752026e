{{ config(materialized='table', enabled=var('odoo_sources', []) | length > 0) }}

with journal_entries as (
    select * from {{ ref('stg_odoo__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

journals as (
    select * from {{ ref('stg_odoo__journals') }}
),

settlements as (
    select * from {{ ref('stg_odoo__settlements') }}
),

currencies as (
    select * from {{ ref('stg_odoo__currencies') }}
),

accounts as (
    select * from {{ ref('int_odoo_accounts__grouped') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

posted_entries as (
    select * from journal_entries
    where status = 'posted'
),

-- Sections and notes of an invoice bear no amount.
kept_lines as (
    select journal_lines.*
    from journal_lines
    left join journal_entries
        on journal_lines.source_name = journal_entries.source_name
        and journal_lines.entry_id = journal_entries.entry_id
    where coalesce(journal_lines.line_type, '')
        not in ('line_section', 'line_subsection', 'line_note')
        and coalesce(journal_entries.status, 'posted') = 'posted'
),

-- Whatever settles an invoice is aged with it, a credit note too: by the first due date of what it
-- settles.
both_sides as (
    select
        source_name,
        debit_line_id as journal_line_id,
        credit_line_id as other_line_id
    from settlements
    union all
    select
        source_name,
        credit_line_id as journal_line_id,
        debit_line_id as other_line_id
    from settlements
),

settled_dues as (
    select
        both_sides.source_name,
        both_sides.journal_line_id,
        min(journal_lines.due_on) as due_on
    from both_sides
    inner join journal_lines
        on both_sides.source_name = journal_lines.source_name
        and both_sides.other_line_id = journal_lines.journal_line_id
    group by both_sides.source_name, both_sides.journal_line_id
),

-- A line without its entry still counts, under the entry's identifier, and an entry without lines
-- is one empty line: the law must see both. Odoo closes no year: its ledger is one.
final as (
    select
        coalesce(kept_lines.source_name, posted_entries.source_name) as source_name,
        coalesce(companies.company_name, '') as company_code,
        cast(null as date) as exercise_end_on,
        coalesce(
            posted_entries.entry_number,
            'entry ' || cast(
                coalesce(kept_lines.entry_id, posted_entries.entry_id) as {{ dbt.type_string() }}
            ) || ' (missing)'
        ) as entry_number,
        cast(kept_lines.journal_line_id as {{ dbt.type_string() }}) as line_number,
        journals.journal_code,
        journals.journal_name,
        'movement' as entry_kind,
        cast(null as date) as replaced_on,
        accounts.account_code,
        accounts.account_name,
        coalesce(parties.customer_number, parties.customer_id) as party_number,
        parties.party_name,
        case when accounts.account_type = 'asset_receivable' then parties.customer_id end
            as customer_id,
        posted_entries.posted_on,
        -- A supplier's invoice bears his number.
        case when posted_entries.entry_type in ('in_invoice', 'in_refund', 'in_receipt')
            then coalesce(posted_entries.reference, posted_entries.entry_number)
            else posted_entries.entry_number
        end as document_number,
        coalesce(posted_entries.documented_on, posted_entries.posted_on) as documented_on,
        case
            when (accounts.account_type = 'asset_receivable'
                and kept_lines.credit_amount > kept_lines.debit_amount)
                or (accounts.account_type = 'liability_payable'
                    and kept_lines.debit_amount > kept_lines.credit_amount)
                then coalesce(settled_dues.due_on, kept_lines.due_on)
            else kept_lines.due_on
        end as due_on,
        kept_lines.label,
        kept_lines.debit_amount,
        kept_lines.credit_amount,
        companies.currency_code as ledger_currency_code,
        group_rates.rate as group_rate,
        cast(kept_lines.lettering_id as {{ dbt.type_string() }}) as lettering_code,
        cast(null as date) as lettered_on,
        case when currencies.currency_code <> companies.currency_code
            then currencies.currency_code
        end as currency_code,
        case when currencies.currency_code <> companies.currency_code
            then kept_lines.document_amount
        end as document_amount
    from kept_lines
    full join posted_entries
        on kept_lines.source_name = posted_entries.source_name
        and kept_lines.entry_id = posted_entries.entry_id
    left join companies
        on posted_entries.source_name = companies.source_name
        and posted_entries.company_id = companies.company_id
    left join group_rates
        on companies.source_name = group_rates.source_name
        and companies.currency_code = group_rates.currency_code
        and posted_entries.posted_on >= group_rates.valid_from_on
        and posted_entries.posted_on <= group_rates.valid_to_on
    left join journals
        on posted_entries.source_name = journals.source_name
        and posted_entries.journal_id = journals.journal_id
    left join accounts
        on kept_lines.source_name = accounts.source_name
        and kept_lines.company_id = accounts.company_id
        and kept_lines.account_id = accounts.account_id
    left join parties
        on kept_lines.source_name = parties.source_name
        and kept_lines.partner_id = parties.partner_id
    left join currencies
        on kept_lines.source_name = currencies.source_name
        and kept_lines.currency_id = currencies.currency_id
    left join settled_dues
        on kept_lines.source_name = settled_dues.source_name
        and kept_lines.journal_line_id = settled_dues.journal_line_id
)

select * from final
