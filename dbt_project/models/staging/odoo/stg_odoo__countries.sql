{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with countries as (
    {{ affluent.landed(var('odoo_sources', []), 'countries', ['id', 'code']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as country_id,
        upper({{ affluent.trimmed('code') }}) as country_code
    from countries
)

select * from final
