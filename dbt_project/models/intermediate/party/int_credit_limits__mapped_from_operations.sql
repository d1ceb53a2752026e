{{ config(enabled='operations' in var('sources', [])) }}

with customers as (
    select * from {{ ref('stg_operations__customers') }}
),

-- The store invoices whom it sells to.
final as (
    select
        'operations' as source_name,
        customer_number as customer_id,
        customer_number as payer_customer_id,
        credit_limit_amount,
        credit_currency_code as currency_code
    from customers
    where credit_limit_amount is not null
)

select * from final
