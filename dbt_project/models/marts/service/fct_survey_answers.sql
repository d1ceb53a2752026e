with survey_answers as (
    select * from {{ ref('int_survey_answers__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key(['survey_answers.source_name', 'survey_answers.survey_id']) }}
            as survey_key,
        survey_answers.source_name,
        survey_answers.survey_type,
        survey_answers.ticket_id as ticket_number,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        survey_answers.asked_on,
        survey_answers.answered_on,
        survey_answers.score,
        survey_answers.verdict
    from survey_answers
    left join customers
        on survey_answers.source_name = customers.source_name
        and survey_answers.customer_id = customers.customer_id
)

select * from final
