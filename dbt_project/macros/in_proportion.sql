{#- What a part costs of what a whole costs, to the cent: amount × part / whole; null when the whole
    is 0. One side is widened first, as in mul_money. -#}
{% macro in_proportion(amount, part, whole) -%}
    {{ affluent.div_money(
        "cast(" ~ amount ~ " as decimal(38, 4)) * cast(" ~ part ~ " as decimal(20, 4))", whole
    ) }}
{%- endmacro %}
