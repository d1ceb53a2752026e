{{ config(enabled='operations' in var('sources', [])) }}

with suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
),

final as (
    select
        'operations' as source_name,
        supplier_number as supplier_id,
        supplier_number,
        coalesce(legal_id, vat_number) as legal_id,
        supplier_name,
        country_code,
        city,
        created_on
    from suppliers
)

select * from final
