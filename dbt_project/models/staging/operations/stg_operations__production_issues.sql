{{ config(enabled='operations' in var('sources', [])) }}

with production_issues as (
    select * from {{ source('operations', 'production_issues') }}
),

final as (
    select
        cast(production_issue_id as bigint) as production_issue_id,
        cast(production_component_id as bigint) as production_component_id,
        cast(issued_on as date) as issued_on,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(cost_amount as decimal(18, 2)) as cost_amount
    from production_issues
    where not _is_deleted
)

select * from final
