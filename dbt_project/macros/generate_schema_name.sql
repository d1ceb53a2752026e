{#- A schema is named for its layer and nothing else: staging, intermediate, marts, seeds, failures.
    The workspace's root project finds this one through its `dispatch` configuration. -#}
{% macro default__generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
