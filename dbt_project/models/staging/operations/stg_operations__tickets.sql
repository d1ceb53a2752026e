{{ config(enabled='operations' in var('sources', [])) }}

with tickets as (
    select * from {{ source('operations', 'tickets') }}
),

final as (
    select
        cast(ticket_id as bigint) as ticket_id,
        {{ affluent.trimmed('ticket_number') }} as ticket_number,
        cast(company_id as bigint) as company_id,
        {{ affluent.trimmed('priority') }} as priority,
        {{ affluent.trimmed('category') }} as category,
        {{ affluent.trimmed('channel') }} as channel,
        {{ affluent.trimmed('status') }} as status,
        cast(account_id as bigint) as account_id,
        cast(product_id as bigint) as product_id,
        cast(owner_id as bigint) as owner_id,
        {{ affluent.trimmed('owner_name') }} as owner_name,
        cast(opened_on as date) as opened_on,
        {{ affluent.local_date('resolved_at') }} as resolved_on,
        cast(first_response_due_at as timestamp) as first_response_due_at,
        cast(first_responded_at as timestamp) as first_responded_at,
        cast(resolution_due_at as timestamp) as resolution_due_at,
        cast(resolved_at as timestamp) as resolved_at,
        cast(first_response_seconds as bigint) as first_response_seconds,
        cast(resolution_seconds as bigint) as resolution_seconds,
        cast(reopened_count as integer) as reopened_count,
        cast(is_first_response_breached as boolean) as is_first_response_breached,
        cast(is_resolution_breached as boolean) as is_resolution_breached
    from tickets
    where not _is_deleted
)

select * from final
