{#- The rank of a source in the workspace's order of trust: 1 is believed first. A source that the
    workspace does not list comes last. -#}
{% macro source_priority(expression) -%}
    {%- set sources = var('sources', []) -%}
    {%- if sources -%}
    case {{ expression }}
        {%- for source in sources %}
        when '{{ source }}' then {{ loop.index }}
        {%- endfor %}
        else {{ sources | length + 1 }}
    end
    {%- else -%}
    1
    {%- endif -%}
{%- endmacro %}
