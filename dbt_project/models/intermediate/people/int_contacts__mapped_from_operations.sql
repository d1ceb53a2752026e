{{ config(enabled='operations' in var('sources', [])) }}

{#- How often who stayed may be merged further; beyond that, the sixth stands for the person. -#}
{% set steps = range(1, 6) %}

with contacts as (
    select * from {{ ref('stg_operations__contacts') }}
),

followed_accounts as (
    select * from {{ ref('int_crm_accounts__followed') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

followed as (
    select
        contacts.contact_id,
        coalesce(
            {% for step in steps | reverse -%}
            step_{{ step }}.contact_id,
            {% endfor -%}
            contacts.contact_id
        ) as survivor_id
    from contacts
    {% for step in steps -%}
    left join contacts as step_{{ step }}
        on {{ 'contacts' if loop.first else 'step_' ~ (step - 1) }}.merged_into_id
            = step_{{ step }}.contact_id
    {% endfor %}
),

-- The party is called as int_customers__unioned calls it: by the customer's number, or else the
-- account's that stayed.
final as (
    select
        'operations' as source_name,
        cast(contacts.contact_id as {{ dbt.type_string() }}) as contact_id,
        cast(followed.survivor_id as {{ dbt.type_string() }}) as survivor_id,
        coalesce(customers.customer_number, followed_accounts.survivor_number) as party_id,
        contacts.first_name,
        contacts.last_name,
        contacts.email,
        contacts.phone,
        contacts.job_title,
        coalesce(contacts.email_validity in ('invalid', 'bounced'), false) as is_email_dead,
        contacts.created_on
    from contacts
    inner join followed
        on contacts.contact_id = followed.contact_id
    left join followed_accounts
        on contacts.account_id = followed_accounts.account_id
    left join customers
        on followed_accounts.customer_id = customers.customer_id
)

select * from final
