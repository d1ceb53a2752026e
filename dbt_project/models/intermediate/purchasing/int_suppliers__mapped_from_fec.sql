{{ config(enabled=var('fec_sources', []) | length > 0) }}

with journal_lines as (
    select * from {{ ref('int_journal_lines__mapped_from_fec') }}
),

-- Two companies' ledgers may give one number to two suppliers.
companies as (
    select
        source_name,
        count(distinct company_code) as company_count
    from journal_lines
    group by source_name
),

-- The auxiliary accounts of suppliers, each its own.
supplied as (
    select
        journal_lines.source_name,
        case when companies.company_count > 1 then journal_lines.company_code || ' ' else '' end
        || journal_lines.party_number as supplier_id,
        journal_lines.party_name,
        journal_lines.posted_on
    from journal_lines
    inner join companies
        on journal_lines.source_name = companies.source_name
    where journal_lines.party_number is not null
        and journal_lines.account_code like '40%'
),

final as (
    select
        source_name,
        supplier_id,
        cast(null as {{ dbt.type_string() }}) as supplier_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        max_by(party_name, posted_on) as supplier_name,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as date) as created_on
    from supplied
    group by source_name, supplier_id
)

select * from final
