{{ config(enabled='operations' in var('sources', [])) }}

{#- How often who stayed may be merged further; a ninth time leaves survivor_id null, refused. -#}
{% set steps = range(1, 9) %}

with accounts as (
    select * from {{ ref('stg_operations__accounts') }}
),

followed as (
    select
        accounts.account_id,
        coalesce(
            {% for step in steps | reverse -%}
            step_{{ step }}.account_id,
            {% endfor -%}
            accounts.account_id
        ) as survivor_id
    from accounts
    {% for step in steps -%}
    left join accounts as step_{{ step }}
        on {{ 'accounts' if loop.first else 'step_' ~ (step - 1) }}.merged_into_id
            = step_{{ step }}.account_id
    {% endfor %}
),

final as (
    select
        followed.account_id,
        survivors.account_id as survivor_id,
        survivors.account_number as survivor_number,
        survivors.customer_id
    from followed
    left join accounts as survivors
        on followed.survivor_id = survivors.account_id
        and survivors.merged_into_id is null
)

select * from final
