{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with users as (
    {{ affluent.landed(var('odoo_sources', []), 'users', ['id', 'name']) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as user_id,
        {{ affluent.trimmed('name') }} as user_name
    from users
)

select * from final
