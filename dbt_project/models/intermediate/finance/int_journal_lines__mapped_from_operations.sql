{{ config(enabled='operations' in var('sources', [])) }}

with journal_entries as (
    select * from {{ ref('stg_operations__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_operations__journal_lines') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

ledger_accounts as (
    select * from {{ ref('stg_operations__ledger_accounts') }}
),

-- Two companies may give one number to two invoices.
invoices as (
    select
        invoice_number,
        min(due_on) as due_on
    from {{ ref('stg_operations__invoices') }}
    group by invoice_number
),

supplier_invoices as (
    select
        supplier_invoice_number,
        min(due_on) as due_on
    from {{ ref('stg_operations__supplier_invoices') }}
    group by supplier_invoice_number
),

-- A line without its entry still counts, under the entry's identifier, and an entry without lines
-- is one empty line: the law must see both. The ledger is one from its first day on: the opening
-- and closing entries of its years cancel each other.
final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        cast(null as date) as exercise_end_on,
        coalesce(
            journal_entries.entry_number,
            'entry ' || cast(journal_lines.entry_id as {{ dbt.type_string() }}) || ' (missing)'
        ) as entry_number,
        cast(journal_lines.line_number as {{ dbt.type_string() }}) as line_number,
        journal_entries.journal_code,
        cast(null as {{ dbt.type_string() }}) as journal_name,
        case journal_entries.journal_code
            when 'AN' then 'opening'
            when 'CL' then 'closing'
            else 'movement'
        end as entry_kind,
        cast(null as date) as replaced_on,
        journal_lines.account_code,
        ledger_accounts.account_name,
        coalesce(customers.customer_number, suppliers.supplier_number) as party_number,
        coalesce(customers.customer_name, suppliers.supplier_name) as party_name,
        customers.customer_number as customer_id,
        journal_entries.posted_on,
        journal_entries.document_number,
        coalesce(journal_lines.item_on, journal_entries.posted_on) as documented_on,
        -- Whatever settles an invoice is aged with it.
        coalesce(journal_lines.due_on, invoices.due_on, supplier_invoices.due_on) as due_on,
        journal_lines.label,
        journal_lines.debit_amount,
        journal_lines.credit_amount,
        companies.currency_code as ledger_currency_code,
        group_rates.rate as group_rate,
        cast(journal_lines.lettering_id as {{ dbt.type_string() }}) as lettering_code,
        cast(null as date) as lettered_on,
        journal_lines.currency_code,
        journal_lines.document_amount
    from journal_lines
    full join journal_entries
        on journal_lines.entry_id = journal_entries.entry_id
    left join companies
        on journal_entries.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and journal_entries.posted_on >= group_rates.valid_from_on
        and journal_entries.posted_on <= group_rates.valid_to_on
    left join customers
        on journal_lines.customer_id = customers.customer_id
    left join suppliers
        on journal_lines.supplier_id = suppliers.supplier_id
    left join ledger_accounts
        on journal_lines.account_code = ledger_accounts.account_code
    left join invoices
        on journal_lines.reference_number = invoices.invoice_number
        and journal_lines.account_code like '411%'
    left join supplier_invoices
        on journal_lines.reference_number = supplier_invoices.supplier_invoice_number
        and journal_lines.account_code like '401%'
)

select * from final
