{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with users as (
    {{ affluent.landed(var('odoo_sources', []), 'users', [
        'id', 'name', 'login', 'share', 'sale_team_id'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as user_id,
        {{ affluent.trimmed('name') }} as user_name,
        {{ affluent.trimmed('login') }} as login,
        coalesce(cast(share as boolean), false) as is_shared,
        cast(sale_team_id as bigint) as team_id
    from users
)

select * from final
