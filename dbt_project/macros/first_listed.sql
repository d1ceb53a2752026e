{#- The first number of a list that landed as text, [12, 13]; null of an empty one. -#}
{% macro first_listed(expression) -%}
    {{ affluent.try_cast(
        "trim(split_part(replace(replace(cast(" ~ expression ~ " as " ~ dbt.type_string()
        ~ "), '[', ''), ']', ''), ',', 1))", 'bigint'
    ) }}
{%- endmacro %}
