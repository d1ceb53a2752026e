{{ config(enabled='operations' in var('sources', [])) }}

{#- What of a deal a state tells, and how an event's text becomes it. -#}
{% set fields = {
    'stage': dbt.type_string(),
    'amount': 'decimal(18, 2)',
    'probability': 'decimal(9, 6)',
    'expected_close_on': 'date',
    'owner_name': dbt.type_string(),
    'forecast_category': dbt.type_string()
} %}

with opportunity_events as (
    select * from {{ ref('stg_operations__opportunity_events') }}
),

opportunities as (
    select * from {{ ref('stg_operations__opportunities') }}
),

opportunity_stages as (
    select * from {{ ref('stg_operations__opportunity_stages') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

-- What a day's last event of a field says; null where the field did not change that day.
changed as (
    select
        opportunity_id,
        changed_on,
        {%- for field in fields %}
        max_by(
            case when field_name = '{{ field }}' then coalesce(new_value, '') end,
            case when field_name = '{{ field }}' then opportunity_event_id end
        ) as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from opportunity_events
    where field_name in ({% for field in fields %}'{{ field }}'{{ ", " if not loop.last }}{% endfor %})
    group by opportunity_id, changed_on
),

-- A field keeps what it was told last: rows are numbered by how often it was told until then.
told as (
    select
        *,
        {%- for field in fields %}
        count({{ field }}) over (
            partition by opportunity_id order by changed_on
        ) as {{ field }}_told{{ "," if not loop.last }}
        {%- endfor %}
    from changed
),

kept as (
    select
        opportunity_id,
        changed_on,
        {%- for field in fields %}
        max({{ field }}) over (
            partition by opportunity_id, {{ field }}_told
        ) as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from told
),

typed as (
    select
        opportunity_id,
        changed_on,
        {%- for field, type in fields.items() %}
        cast(nullif({{ field }}, '') as {{ type }}) as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from kept
),

-- In the group's currency a deal is worth what it was on the day it was found, as in
-- int_opportunities__mapped_from_operations: its worth does not move with the rates.
final as (
    select
        'operations' as source_name,
        opportunities.opportunity_number as opportunity_id,
        typed.changed_on as stated_on,
        typed.stage,
        opportunity_stages.outcome as status,
        coalesce(
            {{ affluent.mul_money('typed.amount', 'group_rates.rate') }}, typed.amount
        ) as amount,
        typed.probability,
        typed.expected_close_on,
        typed.owner_name,
        typed.forecast_category
    from typed
    inner join opportunities
        on typed.opportunity_id = opportunities.opportunity_id
    left join opportunity_stages
        on typed.stage = opportunity_stages.stage
    left join group_rates
        on opportunities.currency_code = group_rates.currency_code
        and opportunities.created_on >= group_rates.valid_from_on
        and opportunities.created_on <= group_rates.valid_to_on
)

select * from final
