{#- The last day of the date's month, as a date. -#}
{% macro month_end(expression) -%}
    cast({{ dbt.last_day(expression, 'month') }} as date)
{%- endmacro %}
