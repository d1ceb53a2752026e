with sales_teams as (
    select * from {{ source('crm', 'sales_teams') }}
),

final as (
    select
        {{ affluent.trimmed('sales_agent') }} as agent_name,
        {{ affluent.trimmed('manager') }} as manager_name,
        {{ affluent.trimmed('regional_office') }} as regional_office
    from sales_teams
    where not _is_deleted
)

select * from final
