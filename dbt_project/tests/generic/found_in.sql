{#- Offenders: values that no row of `to` has in `field`, null included: a fact's key always finds
    its dimension row, if only the unknown one. -#}
{% test found_in(model, column_name, to, field) %}
with facts as (
    select * from {{ model }}
),

known as (
    select * from {{ to }}
),

final as (
    select
        facts.{{ column_name }},
        count(*) as row_count
    from facts
    left join known
        on facts.{{ column_name }} = known.{{ field }}
    where known.{{ field }} is null
    group by facts.{{ column_name }}
)

select * from final
{% endtest %}
