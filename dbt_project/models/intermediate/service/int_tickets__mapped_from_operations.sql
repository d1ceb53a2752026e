{{ config(enabled='operations' in var('sources', [])) }}

with tickets as (
    select * from {{ ref('stg_operations__tickets') }}
),

followed_accounts as (
    select * from {{ ref('int_crm_accounts__followed') }}
),

customers as (
    select * from {{ ref('stg_operations__customers') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

-- Seconds are those of the store's working hours, without the time that waited for the customer;
-- what was due is by the priority that was in force then.
final as (
    select
        'operations' as source_name,
        tickets.ticket_number as ticket_id,
        companies.company_code,
        coalesce(customers.customer_number, followed_accounts.survivor_number) as customer_id,
        products.product_number as product_id,
        tickets.owner_name,
        tickets.priority,
        tickets.category,
        tickets.channel,
        tickets.status,
        tickets.opened_on,
        tickets.resolved_on,
        tickets.first_response_seconds,
        tickets.resolution_seconds,
        tickets.first_response_due_at is not null and (
            tickets.first_responded_at is not null
            or {{ affluent.local_date('tickets.first_response_due_at') }} <= {{ affluent.as_of() }}
        ) as is_first_response_due,
        tickets.is_first_response_breached or (
            tickets.first_responded_at is null
            and {{ affluent.local_date('tickets.first_response_due_at') }} <= {{ affluent.as_of() }}
        ) as is_first_response_breached,
        tickets.resolution_due_at is not null and (
            tickets.resolved_at is not null
            or {{ affluent.local_date('tickets.resolution_due_at') }} <= {{ affluent.as_of() }}
        ) as is_resolution_due,
        tickets.is_resolution_breached or (
            tickets.resolved_at is null
            and {{ affluent.local_date('tickets.resolution_due_at') }} <= {{ affluent.as_of() }}
        ) as is_resolution_breached,
        tickets.reopened_count
    from tickets
    left join companies
        on tickets.company_id = companies.company_id
    left join followed_accounts
        on tickets.account_id = followed_accounts.account_id
    left join customers
        on followed_accounts.customer_id = customers.customer_id
    left join products
        on tickets.product_id = products.product_id
)

select * from final
