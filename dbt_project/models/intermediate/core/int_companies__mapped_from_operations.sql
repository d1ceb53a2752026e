{{ config(enabled='operations' in var('sources', [])) }}

with companies as (
    select * from {{ ref('stg_operations__companies') }}
),

final as (
    select
        'operations' as source_name,
        companies.company_code,
        companies.company_name,
        companies.currency_code,
        companies.country_code,
        companies.legal_id,
        parents.company_code as parent_company_code
    from companies
    left join companies as parents
        on companies.parent_company_id = parents.company_id
)

select * from final
