{#- The distinct texts of a group in one, separated by ', ', in the order of `rank`. A text stands
    where it first appears. -#}
{% macro joined_names(expression, rank) -%}
    {{ return(adapter.dispatch('joined_names', 'affluent')(expression, rank)) }}
{%- endmacro %}

{% macro default__joined_names(expression, rank) -%}
    array_to_string(list_distinct(list({{ expression }} order by {{ rank }})), ', ')
{%- endmacro %}
