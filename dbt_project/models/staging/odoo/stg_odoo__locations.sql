{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with locations as (
    {{ affluent.landed(var('odoo_sources', []), 'locations', [
        'id', 'name', 'complete_name', 'usage', 'company_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as location_id,
        coalesce({{ affluent.trimmed('complete_name') }}, {{ affluent.trimmed('name') }})
            as location_name,
        {{ affluent.trimmed('usage') }} as usage,
        cast(company_id as bigint) as company_id
    from locations
)

select * from final
