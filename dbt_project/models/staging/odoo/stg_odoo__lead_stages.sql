{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with lead_stages as (
    {{ affluent.landed(var('odoo_sources', []), 'lead_stages', ['id', 'name', 'is_won']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as stage_id,
        {{ affluent.trimmed('name') }} as stage,
        coalesce(cast(is_won as boolean), false) as is_won
    from lead_stages
)

select * from final
