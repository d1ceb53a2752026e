{#- An amount of a ledger in the group's currency; null where its own is another one without a rate
    of that day: an amount that nobody can convert is withheld, and counted as such. -#}
{% macro into_group_currency(amount, rate, currency_code) -%}
    {{ affluent.mul_money(
        amount,
        "case when coalesce(" ~ currency_code ~ ", '" ~ var('currency') ~ "') = '" ~ var('currency')
        ~ "' then 1 else " ~ rate ~ " end"
    ) }}
{%- endmacro %}
