{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with partners as (
    select * from {{ ref('stg_odoo__partners') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

-- Who answers at a firm, and who buys for himself; not the firms, and not their other addresses.
-- Odoo merges by deleting: nobody there is merged into another.
final as (
    select
        partners.source_name,
        cast(partners.partner_id as {{ dbt.type_string() }}) as contact_id,
        cast(partners.partner_id as {{ dbt.type_string() }}) as survivor_id,
        parties.customer_id as party_id,
        cast(null as {{ dbt.type_string() }}) as first_name,
        partners.partner_name as last_name,
        partners.email,
        partners.phone,
        cast(null as {{ dbt.type_string() }}) as job_title,
        false as is_email_dead,
        partners.created_on
    from partners
    left join parties
        on partners.source_name = parties.source_name
        and partners.partner_id = parties.partner_id
    where not partners.is_company
        and partners.partner_type = 'contact'
        and partners.partner_name is not null
)

select * from final
