{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with industries as (
    {{ affluent.landed(var('odoo_sources', []), 'industries', ['id', 'name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as industry_id,
        {{ affluent.trimmed('name') }} as industry_name
    from industries
)

select * from final
