{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with sales_teams as (
    {{ affluent.landed(var('odoo_sources', []), 'sales_teams', ['id', 'name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as team_id,
        {{ affluent.trimmed('name') }} as team_name
    from sales_teams
)

select * from final
