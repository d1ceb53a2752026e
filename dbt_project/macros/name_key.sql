{#- A name as it is compared: in small letters without accents, and one blank for whatever is
    neither letter nor digit. Null of a name without any. -#}
{% macro name_key(expression) -%}
    {{ return(adapter.dispatch('name_key', 'affluent')(expression)) }}
{%- endmacro %}

{#- `regexp_replace` of DuckDB takes the first match alone unless it is told otherwise. -#}
{% macro default__name_key(expression) -%}
    nullif(trim(regexp_replace({{ affluent.plain_letters(expression) }}, '[^a-z0-9]+', ' ', 'g')), '')
{%- endmacro %}

{% macro spark__name_key(expression) -%}
    nullif(trim(regexp_replace({{ affluent.plain_letters(expression) }}, '[^a-z0-9]+', ' ')), '')
{%- endmacro %}
