{{ config(enabled='operations' in var('sources', [])) }}

with landed_costs as (
    select * from {{ source('operations', 'landed_costs') }}
),

final as (
    select
        cast(landed_cost_id as bigint) as landed_cost_id,
        {{ affluent.trimmed('landed_cost_number') }} as landed_cost_number,
        cast(company_id as bigint) as company_id,
        cast(supplier_invoice_id as bigint) as supplier_invoice_id,
        {{ affluent.trimmed('kind') }} as kind,
        cast(posted_on as date) as posted_on,
        cast(created_at as timestamp) as recorded_at,
        {{ affluent.local_date('_extracted_at') }} as loaded_on
    from landed_costs
    where not _is_deleted
)

select * from final
