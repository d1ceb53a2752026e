{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with companies as (
    select * from {{ ref('stg_odoo__companies') }}
),

named as (
    select * from {{ ref('int_odoo_companies__named') }}
),

-- Its entries bear its name, which is its code here; Odoo keeps its country with its partner.
final as (
    select
        companies.source_name,
        companies.company_name as company_code,
        companies.company_name,
        named.currency_code,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        parents.company_name as parent_company_code
    from companies
    inner join named
        on companies.source_name = named.source_name
        and companies.company_id = named.company_id
    left join companies as parents
        on companies.source_name = parents.source_name
        and companies.parent_id = parents.company_id
)

select * from final
