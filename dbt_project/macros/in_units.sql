{#- A quantity of one unit in another one of its kind, each said in reference units; as it is where
    one of them is not known. 3 (12, 1) is 36. -#}
{% macro in_units(quantity, unit, other) -%}
    case
        when {{ unit }} is null or {{ other }} is null or {{ unit }} = {{ other }}
            then cast({{ quantity }} as decimal(18, 4))
        else {{ affluent.mul_money(
            quantity, affluent.div_money(unit, other, scale=8), scale=4
        ) }}
    end
{%- endmacro %}
