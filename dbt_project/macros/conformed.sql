{#- All branches of an entity, one below the other, with the columns and types given.

    entity   the name in the var `branches`: {entity: [models]}
    columns  {name: type}, in order; every branch has exactly these columns

    Without a branch: the same columns, typed, and no row. -#}
{% macro conformed(entity, columns) -%}
    {%- set models = var('branches', {}).get(entity, []) -%}
    {%- for model in models %}
    select
        {%- for name, type in columns.items() %}
        cast({{ name }} as {{ type }}) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        {%- for name, type in columns.items() %}
        cast(null as {{ type }}) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
