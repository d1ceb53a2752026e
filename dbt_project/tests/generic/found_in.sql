{#- Offenders: values that no row of `to` has in `field`, null included: a fact's key always finds
    its dimension row, if only the unknown one. -#}
{% test found_in(model, column_name, to, field) %}
select
    facts.{{ column_name }},
    count(*) as row_count
from {{ model }} as facts
left join {{ to }} as dimension
    on facts.{{ column_name }} = dimension.{{ field }}
where dimension.{{ field }} is null
group by facts.{{ column_name }}
{% endtest %}
