{#- A value of the workspace as a text of SQL, whatever quotes it holds; null without one. -#}
{% macro text(value) -%}
    {%- if value is none -%}
    cast(null as {{ dbt.type_string() }})
    {%- else -%}
    '{{ value | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
