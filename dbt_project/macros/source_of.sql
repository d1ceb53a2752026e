{#- The source that a model's name carries: crm in stg_crm__sales and in
    int_sales_lines__mapped_from_crm. -#}
{% macro source_of(model) -%}
    {%- if '__mapped_from_' in model %}
        {{ return(model.split('__mapped_from_')[1]) }}
    {%- endif %}
    {{ return(model.split('__')[0] | replace('stg_', '', 1)) }}
{%- endmacro %}
