{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_suppliers__unioned') }}
),

final as (
    select
        source_name,
        supplier_id,
        case
            when supplier_number is not null
                then {{ affluent.surrogate_key(["'number'", 'supplier_number']) }}
            else {{ affluent.surrogate_key(["'source'", 'source_name', 'supplier_id']) }}
        end as supplier_key,
        supplier_number,
        legal_id,
        supplier_name,
        country_code,
        city,
        created_on,
        {{ affluent.source_priority('source_name') }} as source_priority
    from unioned
)

select * from final
