{#- A date written YYYYMMDD, or null where the text is anything else ('0', '5489'). -#}
{% macro try_date_from_digits(expression) -%}
    case
        when length({{ expression }}) = 8
            then {{ affluent.try_cast(
                "substr(" ~ expression ~ ", 1, 4) || '-' || substr(" ~ expression ~ ", 5, 2) || '-' || substr("
                ~ expression ~ ", 7, 2)", 'date'
            ) }}
    end
{%- endmacro %}
