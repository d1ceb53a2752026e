{{ config(materialized='table', enabled=var('odoo_sources', []) | length > 0) }}

with partners as (
    select * from {{ ref('stg_odoo__partners') }}
),

-- A contact, or an address, is the firm that it belongs to.
firms as (
    select * from partners
    where partner_id = commercial_partner_id
),

-- A reference is a firm's own number when no other firm that is in use bears it; Odoo takes it twice.
referenced as (
    select
        source_name,
        partner_id,
        case
            when count(case when is_active then 1 end) over (
                partition by source_name, reference
            ) = case when is_active then 1 else 0 end
            and count(*) over (partition by source_name, reference, is_active) = 1
                then reference
        end as customer_number
    from firms
    where reference is not null
),

final as (
    select
        partners.source_name,
        partners.partner_id,
        partners.commercial_partner_id,
        cast(partners.commercial_partner_id as {{ dbt.type_string() }}) as customer_id,
        referenced.customer_number,
        coalesce(firms.partner_name, partners.partner_name) as party_name
    from partners
    left join firms
        on partners.source_name = firms.source_name
        and partners.commercial_partner_id = firms.partner_id
    left join referenced
        on partners.source_name = referenced.source_name
        and partners.commercial_partner_id = referenced.partner_id
)

select * from final
