{{ config(enabled=var('fec_sources', []) | length > 0) }}

with lines as (
    select * from {{ ref('stg_fec__lines') }}
),

-- A FEC names its company by the SIREN in the file's name, and keeps its books in euros.
final as (
    select distinct
        source_name,
        company_code,
        cast(null as {{ dbt.type_string() }}) as company_name,
        'EUR' as currency_code,
        'FR' as country_code,
        nullif(company_code, '') as legal_id,
        cast(null as {{ dbt.type_string() }}) as parent_company_code
    from lines
)

select * from final
