{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with customers as (
    select * from {{ ref('int_customers__mapped_from_odoo') }}
),

suppliers as (
    select * from {{ ref('int_suppliers__mapped_from_odoo') }}
),

partners as (
    select * from {{ ref('stg_odoo__partners') }}
),

numbers as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

-- Who buys, or may, and who sells: addresses, users and the company itself are no parties.
roles as (
    select
        source_name,
        customer_id as party_id,
        country_code,
        true as is_customer,
        false as is_supplier
    from customers
    union all
    select
        source_name,
        supplier_id as party_id,
        country_code,
        false as is_customer,
        true as is_supplier
    from suppliers
),

dealt_with as (
    select
        source_name,
        party_id,
        max(country_code) as country_code,
        bool_or(is_customer) as is_customer,
        bool_or(is_supplier) as is_supplier
    from roles
    group by source_name, party_id
),

final as (
    select
        dealt_with.source_name,
        dealt_with.party_id,
        case when partners.is_company then 'organisation' else 'person' end as record_type,
        numbers.party_name,
        cast(null as {{ dbt.type_string() }}) as trading_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        coalesce(partners.siret, partners.company_registry) as legal_id,
        partners.vat_number,
        partners.street,
        partners.postal_code,
        partners.city,
        dealt_with.country_code,
        partners.phone,
        partners.email,
        partners.website,
        cast(null as date) as birth_on,
        numbers.customer_number as party_number,
        cast(null as {{ dbt.type_string() }}) as linked_party_id,
        cast(partners.parent_id as {{ dbt.type_string() }}) as parent_party_id,
        cast(null as {{ dbt.type_string() }}) as employer_name,
        partners.created_on,
        partners.updated_at,
        dealt_with.is_customer and partners.customer_rank > 0 as is_customer,
        dealt_with.is_supplier,
        dealt_with.is_customer and partners.customer_rank = 0 as is_prospect
    from dealt_with
    inner join partners
        on dealt_with.source_name = partners.source_name
        and dealt_with.party_id = cast(partners.partner_id as {{ dbt.type_string() }})
    inner join numbers
        on partners.source_name = numbers.source_name
        and partners.partner_id = numbers.partner_id
)

select * from final
