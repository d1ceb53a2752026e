{{ config(enabled='operations' in var('sources', [])) }}

{#- Which customers of the store are companies of the group itself: by number in the register, else
    by name and country, as the store keeps no other link between the two. -#}
with customers as (
    select * from {{ ref('stg_operations__customers') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

members as (
    select distinct customers.customer_id
    from customers
    inner join companies
        on customers.legal_id = companies.legal_id
        or (
            lower(customers.customer_name) = lower(companies.company_name)
            and customers.country_code = companies.country_code
        )
),

final as (
    select
        customers.customer_id,
        customers.customer_number,
        members.customer_id is not null as is_inter_company
    from customers
    left join members
        on customers.customer_id = members.customer_id
)

select * from final
