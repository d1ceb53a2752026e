{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with partners as (
    select * from {{ ref('stg_odoo__partners') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

countries as (
    select * from {{ ref('stg_odoo__countries') }}
),

journal_entries as (
    select * from {{ ref('stg_odoo__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

known_countries as (
    select * from {{ ref('countries') }}
),

-- Whom Odoo itself counts among suppliers, and who sent an invoice.
named as (
    select
        source_name,
        partner_id
    from partners
    where supplier_rank > 0
    union all
    select
        journal_lines.source_name,
        journal_lines.partner_id
    from journal_lines
    inner join journal_entries
        on journal_lines.source_name = journal_entries.source_name
        and journal_lines.entry_id = journal_entries.entry_id
    where journal_lines.partner_id is not null
        and journal_entries.status = 'posted'
        and journal_entries.entry_type in ('in_invoice', 'in_refund', 'in_receipt')
),

sellers as (
    select distinct
        parties.source_name,
        parties.commercial_partner_id
    from named
    inner join parties
        on named.source_name = parties.source_name
        and named.partner_id = parties.partner_id
),

final as (
    select
        sellers.source_name,
        cast(sellers.commercial_partner_id as {{ dbt.type_string() }}) as supplier_id,
        parties.customer_number as supplier_number,
        coalesce(partners.company_registry, partners.siret, partners.vat_number) as legal_id,
        parties.party_name as supplier_name,
        known_countries.country_code,
        partners.city,
        partners.created_on
    from sellers
    inner join partners
        on sellers.source_name = partners.source_name
        and sellers.commercial_partner_id = partners.partner_id
    inner join parties
        on partners.source_name = parties.source_name
        and partners.partner_id = parties.partner_id
    left join countries
        on partners.source_name = countries.source_name
        and partners.country_id = countries.country_id
    -- Northern Ireland has a code of its own in Odoo.
    left join known_countries
        on case countries.country_code when 'XI' then 'GB' else countries.country_code end
            = known_countries.country_code
)

select * from final
