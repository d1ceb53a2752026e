{#- Offenders: rows whose date precedes the other date of the same row. -#}
{% test not_before(model, column_name, other) %}
select *
from {{ model }}
where {{ column_name }} < {{ other }}
{% endtest %}
