{{ config(enabled='operations' in var('sources', [])) }}

with contacts as (
    select * from {{ source('operations', 'contacts') }}
),

final as (
    select
        cast(contact_id as bigint) as contact_id,
        cast(account_id as bigint) as account_id,
        {{ affluent.trimmed('first_name') }} as first_name,
        {{ affluent.trimmed('last_name') }} as last_name,
        {{ affluent.trimmed('email') }} as email,
        {{ affluent.trimmed('phone') }} as phone,
        {{ affluent.trimmed('job_title') }} as job_title,
        {{ affluent.trimmed('email_validity') }} as email_validity,
        cast(merged_into_id as bigint) as merged_into_id,
        {{ affluent.local_date('created_at') }} as created_on
    from contacts
    where not _is_deleted
)

select * from final
