{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with leads as (
    {{ affluent.landed(var('odoo_sources', []), 'leads', [
        'id', 'name', 'type', 'partner_id', 'stage_id', 'user_id', 'team_id', 'company_currency',
        'expected_revenue', 'probability', 'lost_reason_id', 'create_date', 'date_deadline',
        'date_closed', 'date_last_stage_update', 'active'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as lead_id,
        {{ affluent.trimmed('name') }} as lead_name,
        {{ affluent.trimmed('type') }} as lead_type,
        cast(partner_id as bigint) as partner_id,
        cast(stage_id as bigint) as stage_id,
        cast(user_id as bigint) as user_id,
        cast(team_id as bigint) as team_id,
        cast(company_currency as bigint) as currency_id,
        cast(expected_revenue as decimal(18, 2)) as expected_amount,
        cast(probability / 100 as decimal(9, 6)) as probability,
        cast(lost_reason_id as bigint) as lost_reason_id,
        {{ affluent.local_date('create_date') }} as created_on,
        cast(date_deadline as date) as expected_close_on,
        {{ affluent.local_date('coalesce(date_closed, date_last_stage_update)') }} as closed_on,
        coalesce(cast(active as boolean), true) as is_active
    from leads
)

select * from final
