{#- Survivorship of one field: its value in the most trusted row that has one. `rank` is unique in
    the group and 1 is believed first. -#}
{% macro first_known(expression, rank) -%}
    min_by({{ expression }}, {{ rank }}) filter (where {{ expression }} is not null)
{%- endmacro %}
