{#- What the sources of one kind landed in a table, one below the other, with the source's name:
    the live rows, and of their columns those that are wanted (a source may have more of its own).

    sources  the names of the sources, which only the workspace knows -#}
{% macro landed(sources, table, columns) -%}
    {%- for name in sources %}
    select
        '{{ name }}' as source_name,
        {%- for column in columns %}
        {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ source(name, table) }}
    where not _is_deleted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
