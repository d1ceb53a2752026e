{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with journal_entries as (
    select * from {{ ref('stg_odoo__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

accounts as (
    select * from {{ ref('int_odoo_accounts__grouped') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

units as (
    select * from {{ ref('stg_odoo__units') }}
),

products as (
    select * from {{ ref('int_odoo_products__described') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

documents as (
    select
        *,
        case when entry_type = 'in_refund' then 'credit_note' else 'invoice' end as document_type
    from journal_entries
    where status = 'posted'
        and entry_type in ('in_invoice', 'in_refund', 'in_receipt')
),

final as (
    select
        documents.source_name,
        coalesce(companies.company_name, '') as company_code,
        documents.document_type,
        documents.entry_number as document_number,
        cast(journal_lines.journal_line_id as {{ dbt.type_string() }}) as line_number,
        documents.reference as supplier_reference,
        cast(parties.commercial_partner_id as {{ dbt.type_string() }}) as supplier_id,
        cast(journal_lines.product_id as {{ dbt.type_string() }}) as product_id,
        accounts.account_code,
        documents.posted_on,
        case when documents.entry_type = 'in_refund' then -1 else 1 end * {{ affluent.in_units(
            'coalesce(journal_lines.quantity, 0)', 'units.reference_units',
            'products.reference_units'
        ) }} as quantity,
        {{ affluent.mul_money(
            'journal_lines.debit_amount - journal_lines.credit_amount', 'group_rates.rate'
        ) }} as net_amount_base,
        cast(0 as decimal(18, 2)) as price_difference_base
    from journal_lines
    inner join documents
        on journal_lines.source_name = documents.source_name
        and journal_lines.entry_id = documents.entry_id
    left join accounts
        on journal_lines.source_name = accounts.source_name
        and journal_lines.company_id = accounts.company_id
        and journal_lines.account_id = accounts.account_id
    left join parties
        on journal_lines.source_name = parties.source_name
        and journal_lines.partner_id = parties.partner_id
    left join units
        on journal_lines.source_name = units.source_name
        and journal_lines.unit_id = units.unit_id
    left join products
        on journal_lines.source_name = products.source_name
        and journal_lines.product_id = products.product_id
    left join companies
        on documents.source_name = companies.source_name
        and documents.company_id = companies.company_id
    left join group_rates
        on companies.source_name = group_rates.source_name
        and companies.currency_code = group_rates.currency_code
        and documents.posted_on >= group_rates.valid_from_on
        and documents.posted_on <= group_rates.valid_to_on
    where journal_lines.line_type = 'product'
)

select * from final
