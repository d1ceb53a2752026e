{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_customers__unioned') }}
),

final as (
    select
        source_name,
        customer_id,
        case
            when customer_number is not null
                then {{ affluent.surrogate_key(["'number'", 'customer_number']) }}
            else {{ affluent.surrogate_key(["'source'", 'source_name', 'customer_id']) }}
        end as customer_key,
        customer_number,
        legal_id,
        customer_name,
        country_code,
        city,
        segment,
        gender,
        birth_on,
        created_on,
        {{ affluent.source_priority('source_name') }} as source_priority
    from unioned
)

select * from final
