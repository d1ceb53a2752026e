{#- A code as it is compared: capitals and digits alone, without zeros before it. Null of a code
    without any. -#}
{% macro code_key(expression) -%}
    {{ return(adapter.dispatch('code_key', 'affluent')(expression)) }}
{%- endmacro %}

{#- `regexp_replace` of DuckDB takes the first match alone unless it is told otherwise. -#}
{% macro default__code_key(expression) -%}
    nullif(ltrim(regexp_replace(upper({{ expression }}), '[^A-Z0-9]+', '', 'g'), '0'), '')
{%- endmacro %}

{% macro spark__code_key(expression) -%}
    nullif(ltrim('0', regexp_replace(upper({{ expression }}), '[^A-Z0-9]+', '')), '')
{%- endmacro %}
