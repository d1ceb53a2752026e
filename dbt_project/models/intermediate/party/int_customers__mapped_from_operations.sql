{{ config(enabled='operations' in var('sources', [])) }}

with customers as (
    select * from {{ ref('stg_operations__customers') }}
),

accounts as (
    select * from {{ ref('stg_operations__accounts') }}
),

-- A firm that was entered twice and merged is the account that stayed.
survivors as (
    select * from accounts
    where merged_into_id is null
),

-- An account linked to a customer is that customer; of several, the oldest describes it.
linked_accounts as (
    select
        customer_id,
        legal_id,
        country_code,
        city,
        industry,
        row_number() over (partition by customer_id order by account_id) as seniority
    from survivors
    where customer_id is not null
),

buyers as (
    select
        customers.customer_number as customer_id,
        customers.customer_number,
        coalesce(customers.legal_id, linked_accounts.legal_id) as legal_id,
        customers.customer_name,
        coalesce(customers.country_code, linked_accounts.country_code) as country_code,
        coalesce(customers.city, linked_accounts.city) as city,
        coalesce(customers.segment, linked_accounts.industry) as segment,
        customers.created_on
    from customers
    left join linked_accounts
        on customers.customer_id = linked_accounts.customer_id
        and linked_accounts.seniority = 1
),

prospects as (
    select
        account_number as customer_id,
        account_number as customer_number,
        legal_id,
        account_name as customer_name,
        country_code,
        city,
        industry as segment,
        cast(null as date) as created_on
    from survivors
    where customer_id is null
),

parties as (
    select * from buyers
    union all
    select * from prospects
),

final as (
    select
        'operations' as source_name,
        customer_id,
        customer_number,
        legal_id,
        customer_name,
        country_code,
        city,
        segment,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        created_on
    from parties
)

select * from final
