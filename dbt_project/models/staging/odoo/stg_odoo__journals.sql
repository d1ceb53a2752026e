{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with journals as (
    {{ affluent.landed(var('odoo_sources', []), 'journals', ['id', 'code', 'name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as journal_id,
        {{ affluent.trimmed('code') }} as journal_code,
        {{ affluent.trimmed('name') }} as journal_name
    from journals
)

select * from final
