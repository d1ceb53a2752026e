{#- What affluent.toml says of companies, as a relation with one row for each that it names. -#}
{% macro said_of_companies() -%}
    {%- set settings = var('companies', {}) -%}
    (
    {%- for code, said in settings.items() %}
        select
            {{ affluent.text(code) }} as company_code,
            {{ affluent.text(said.get('name')) }} as company_name,
            {{ affluent.text(said.get('country')) }} as country_code,
            {{ affluent.text(said.get('group')) }} as company_group,
            {{ 'true' if said.get('consolidated', true) else 'false' }} as is_consolidated
        {%- if not loop.last %}
        union all
        {%- endif %}
    {%- else %}
        select
            cast(null as {{ dbt.type_string() }}) as company_code,
            cast(null as {{ dbt.type_string() }}) as company_name,
            cast(null as {{ dbt.type_string() }}) as country_code,
            cast(null as {{ dbt.type_string() }}) as company_group,
            cast(null as boolean) as is_consolidated
        where 1 = 0
    {%- endfor %}
    ) as said
{%- endmacro %}
