with opportunities as (
    select * from {{ source('crm', 'opportunities') }}
),

final as (
    select
        {{ affluent.trimmed('opportunity_id') }} as opportunity_id,
        {{ affluent.trimmed('sales_agent') }} as agent_name,
        upper(replace(product, ' ', '')) as product_number,
        {{ affluent.trimmed('account') }} as account_name,
        {{ affluent.trimmed('deal_stage') }} as stage,
        cast(engage_date as date) as engaged_on,
        cast(close_date as date) as closed_on,
        cast(close_value as decimal(18, 2)) as close_amount
    from opportunities
    where not _is_deleted
)

select * from final
