{#- A key of ours from several columns: md5 over their texts with a separator, nulls told apart
    from empty texts. -#}
{% macro surrogate_key(expressions) -%}
    md5(
        {%- for expression in expressions %}
        coalesce(cast({{ expression }} as {{ dbt.type_string() }}), '∅'){{ " || '|' ||" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
