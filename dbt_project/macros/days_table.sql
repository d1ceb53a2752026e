{#- One row per day (column date_day) from `first` to `last`, both included: expressions over the
    one row of `relation`. -#}
{% macro days_table(relation, first, last) -%}
    {{ return(adapter.dispatch('days_table', 'affluent')(relation, first, last)) }}
{%- endmacro %}

{% macro default__days_table(relation, first, last) -%}
    select cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date) as date_day
    from {{ relation }}
{%- endmacro %}

{% macro spark__days_table(relation, first, last) -%}
    select explode(sequence({{ first }}, {{ last }}, interval 1 day)) as date_day
    from {{ relation }}
{%- endmacro %}
