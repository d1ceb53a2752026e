{#- The key of the dimension row that stands for a customer or product which no source describes:
    a fact that names one keeps its line. -#}
{% macro unknown_key() -%}
    'unknown'
{%- endmacro %}
