{{ config(enabled='operations' in var('sources', [])) }}

with surveys as (
    select * from {{ ref('stg_operations__surveys') }}
),

tickets as (
    select * from {{ ref('stg_operations__tickets') }}
),

followed_accounts as (
    select * from {{ ref('int_crm_accounts__followed') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

-- Satisfaction is told from 1 to 5, recommendation from 0 to 10.
final as (
    select
        'operations' as source_name,
        cast(surveys.survey_id as {{ dbt.type_string() }}) as survey_id,
        surveys.survey_type,
        tickets.ticket_number as ticket_id,
        coalesce(customers.customer_number, followed_accounts.survivor_number) as customer_id,
        surveys.asked_on,
        surveys.answered_on,
        surveys.score,
        case
            when surveys.score is null then null
            when surveys.survey_type = 'nps' and surveys.score >= 9 then 'good'
            when surveys.survey_type = 'nps' and surveys.score <= 6 then 'bad'
            when surveys.survey_type <> 'nps' and surveys.score >= 4 then 'good'
            when surveys.survey_type <> 'nps' and surveys.score <= 2 then 'bad'
            else 'neutral'
        end as verdict
    from surveys
    left join tickets
        on surveys.ticket_id = tickets.ticket_id
    left join followed_accounts
        on surveys.account_id = followed_accounts.account_id
    left join customers
        on followed_accounts.customer_id = customers.customer_id
)

select * from final
