{#- The product of two decimals, rounded to cents. One side is widened first: decimal(18, s) times
    decimal(18, s) keeps 18 digits here and overflows. -#}
{% macro mul_money(left, right) -%}
    {{ return(adapter.dispatch('mul_money', 'affluent')(left, right)) }}
{%- endmacro %}

{% macro default__mul_money(left, right) -%}
    cast(cast({{ left }} as decimal(38, 4)) * cast({{ right }} as decimal(18, 8)) as decimal(18, 2))
{%- endmacro %}

{% macro spark__mul_money(left, right) -%}
    cast(cast({{ left }} as decimal(18, 4)) * cast({{ right }} as decimal(18, 6)) as decimal(18, 2))
{%- endmacro %}
