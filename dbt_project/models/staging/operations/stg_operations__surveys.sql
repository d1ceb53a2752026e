{{ config(enabled='operations' in var('sources', [])) }}

with surveys as (
    select * from {{ source('operations', 'surveys') }}
),

final as (
    select
        cast(survey_id as bigint) as survey_id,
        {{ affluent.trimmed('kind') }} as survey_type,
        cast(ticket_id as bigint) as ticket_id,
        cast(account_id as bigint) as account_id,
        {{ affluent.local_date('asked_at') }} as asked_on,
        {{ affluent.local_date('answered_at') }} as answered_on,
        cast(score as integer) as score
    from surveys
    where not _is_deleted
)

select * from final
