{#- The day that a UTC timestamp without zone was, in the company's own zone. -#}
{% macro local_date(expression) -%}
    {{ return(adapter.dispatch('local_date', 'affluent')(expression)) }}
{%- endmacro %}

{% macro default__local_date(expression) -%}
    cast(timezone('{{ var("zone") }}', timezone('UTC', cast({{ expression }} as timestamp))) as date)
{%- endmacro %}

{% macro spark__local_date(expression) -%}
    cast(from_utc_timestamp({{ expression }}, '{{ var("zone") }}') as date)
{%- endmacro %}
