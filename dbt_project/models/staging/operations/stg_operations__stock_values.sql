{{ config(enabled='operations' in var('sources', [])) }}

with stock_values as (
    select * from {{ source('operations', 'stock_values') }}
),

final as (
    select
        cast(stock_value_id as bigint) as stock_value_id,
        cast(company_id as bigint) as company_id,
        cast(product_id as bigint) as product_id,
        cast(stock_move_id as bigint) as stock_move_id,
        {{ affluent.trimmed('account_code') }} as account_code,
        cast(valued_on as date) as valued_on,
        {{ affluent.trimmed('document_type') }} as document_type,
        {{ affluent.trimmed('document_number') }} as document_number,
        {{ affluent.trimmed('reason') }} as reason,
        cast(value_delta as decimal(18, 2)) as value_amount
    from stock_values
    where not _is_deleted
)

select * from final
