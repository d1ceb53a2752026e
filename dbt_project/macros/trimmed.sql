{#- Text without the blanks around it; null when nothing is left. -#}
{% macro trimmed(expression) -%}
    nullif(trim({{ expression }}), '')
{%- endmacro %}
