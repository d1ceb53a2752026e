{#- The source that a staged model's name carries: crm in stg_crm__sales. -#}
{% macro source_of(model) -%}
    {{ return(model.split('__')[0] | replace('stg_', '', 1)) }}
{%- endmacro %}
