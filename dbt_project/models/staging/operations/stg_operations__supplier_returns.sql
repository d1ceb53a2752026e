{{ config(enabled='operations' in var('sources', [])) }}

with supplier_returns as (
    select * from {{ source('operations', 'supplier_returns') }}
),

final as (
    select
        cast(supplier_return_id as bigint) as supplier_return_id,
        {{ affluent.trimmed('supplier_return_number') }} as supplier_return_number,
        cast(company_id as bigint) as company_id,
        cast(supplier_id as bigint) as supplier_id,
        cast(returned_on as date) as returned_on,
        {{ affluent.trimmed('reason') }} as reason,
        cast(is_replaced as boolean) as is_replaced
    from supplier_returns
    where not _is_deleted
)

select * from final
