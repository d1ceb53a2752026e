{#- Rows that the workspace lists in a var, as a select: typed and empty where it lists none.

    name      the var: a list of lists
    columns   the names of their columns, all text -#}
{% macro listed_rows(name, columns) -%}
    {%- for row in var(name, []) %}
    select
        {%- for column in columns %}
        '{{ row[loop.index0] | replace("'", "''") }}' as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    select
        {%- for column in columns %}
        cast(null as {{ dbt.type_string() }}) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
