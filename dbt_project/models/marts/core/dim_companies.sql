{#- What affluent.toml says of companies goes before what their sources say. -#}
{%- set text = dbt.type_string() -%}
with brought as (
    select * from {{ ref('int_companies__unioned') }}
),

-- A source that names no company speaks of the only one there is.
unnamed as (
    {%- for source in var('sources', []) %}
    select
        '{{ source }}' as source_name,
        '' as company_code
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        cast(null as {{ text }}) as source_name,
        cast(null as {{ text }}) as company_code
    where 1 = 0
    {%- endfor %}
),

settings as (
    select * from {{ affluent.said_of_companies() }}
),

companies as (
    select
        source_name,
        company_code,
        company_name,
        currency_code,
        country_code,
        legal_id,
        parent_company_code
    from brought
    union all
    select
        unnamed.source_name,
        unnamed.company_code,
        {{ affluent.text(var('company_name', none)) }} as company_name,
        '{{ var("currency") }}' as currency_code,
        cast(null as {{ text }}) as country_code,
        cast(null as {{ text }}) as legal_id,
        cast(null as {{ text }}) as parent_company_code
    from unnamed
    where not exists (
        select 1
        from brought
        where brought.source_name = unnamed.source_name
    )
),

final as (
    select
        companies.source_name || '|' || companies.company_code as company_key,
        companies.source_name,
        companies.company_code,
        coalesce(
            settings.company_name,
            companies.company_name,
            nullif(companies.company_code, ''),
            {{ affluent.text(var('company_name', none)) }},
            'n/a'
        ) as company_name,
        companies.currency_code,
        coalesce(settings.country_code, companies.country_code, '{{ var("country") }}')
            as country_code,
        companies.legal_id,
        companies.parent_company_code,
        coalesce(settings.company_group, {{ affluent.text(var('company_name', none)) }}, 'n/a')
            as company_group,
        coalesce(settings.is_consolidated, true) as is_consolidated
    from companies
    left join settings
        on companies.company_code = settings.company_code
)

select * from final
