{{ config(enabled='operations' in var('sources', [])) }}

with customers as (
    select * from {{ source('operations', 'customers') }}
),

final as (
    select
        cast(customer_id as bigint) as customer_id,
        {{ affluent.trimmed('customer_number') }} as customer_number,
        {{ affluent.trimmed('name') }} as customer_name,
        {{ affluent.trimmed('legal_id') }} as legal_id,
        upper({{ affluent.trimmed('country_code') }}) as country_code,
        {{ affluent.trimmed('city') }} as city,
        {{ affluent.trimmed('segment') }} as segment,
        cast(payment_terms_days as integer) as payment_terms_days,
        cast(created_on as date) as created_on,
        cast(credit_limit as decimal(18, 2)) as credit_limit_amount,
        {{ affluent.trimmed('credit_currency_code') }} as credit_currency_code,
        {{ affluent.trimmed('siren') }} as siren,
        {{ affluent.trimmed('siret') }} as siret,
        {{ affluent.trimmed('vat_number') }} as vat_number,
        cast(parent_customer_id as bigint) as parent_customer_id
    from customers
    where not _is_deleted
)

select * from final
