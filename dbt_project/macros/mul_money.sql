{#- The product of two decimals, rounded to cents, or to `scale` decimals. One side is widened first:
    decimal(18, s) times decimal(18, s) keeps 18 digits here and overflows. -#}
{% macro mul_money(left, right, scale=2) -%}
    {{ return(adapter.dispatch('mul_money', 'affluent')(left, right, scale)) }}
{%- endmacro %}

{% macro default__mul_money(left, right, scale) -%}
    cast(cast({{ left }} as decimal(38, 4)) * cast({{ right }} as decimal(18, 8)) as decimal(18, {{ scale }}))
{%- endmacro %}

{% macro spark__mul_money(left, right, scale) -%}
    cast(cast({{ left }} as decimal(18, 4)) * cast({{ right }} as decimal(18, 6)) as decimal(18, {{ scale }}))
{%- endmacro %}
