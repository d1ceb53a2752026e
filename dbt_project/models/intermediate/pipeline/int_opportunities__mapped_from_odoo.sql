{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with leads as (
    select * from {{ ref('stg_odoo__leads') }}
),

lead_stages as (
    select * from {{ ref('stg_odoo__lead_stages') }}
),

users as (
    select * from {{ ref('stg_odoo__users') }}
),

sales_teams as (
    select * from {{ ref('stg_odoo__sales_teams') }}
),

currencies as (
    select * from {{ ref('stg_odoo__currencies') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

-- Odoo archives what is lost, and puts its probability to 0. What was archived otherwise is in no
-- pipeline of Odoo's either, unless it was won.
decided as (
    select
        leads.*,
        lead_stages.stage,
        case
            when not leads.is_active
                and (leads.probability = 0 or leads.lost_reason_id is not null) then 'lost'
            when lead_stages.is_won then 'won'
            when leads.is_active then 'open'
        end as status
    from leads
    left join lead_stages
        on leads.source_name = lead_stages.source_name
        and leads.stage_id = lead_stages.stage_id
    where leads.lead_type = 'opportunity'
),

-- A deal is worth in the group's currency what it was on the day it was found: its worth does not
-- move with the rates. A lead bears the currency of its company.
final as (
    select
        decided.source_name,
        cast(decided.lead_id as {{ dbt.type_string() }}) as opportunity_id,
        decided.lead_name as opportunity_name,
        parties.customer_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        users.user_name as owner_name,
        sales_teams.team_name as owner_team,
        decided.stage,
        decided.status,
        coalesce(
            {{ affluent.mul_money('decided.expected_amount', 'group_rates.rate') }},
            decided.expected_amount
        ) as amount,
        false as is_amount_estimated,
        case decided.status
            when 'won' then cast(1 as decimal(9, 6))
            when 'lost' then cast(0 as decimal(9, 6))
            else decided.probability
        end as probability,
        decided.created_on,
        decided.expected_close_on,
        case when decided.status <> 'open'
            then greatest(coalesce(decided.closed_on, decided.created_on), decided.created_on)
        end as closed_on,
        case when group_rates.rate is null and currencies.currency_code is not null
            then currencies.currency_code
            else '{{ var("currency") }}'
        end as currency_code
    from decided
    left join currencies
        on decided.source_name = currencies.source_name
        and decided.currency_id = currencies.currency_id
    left join group_rates
        on currencies.source_name = group_rates.source_name
        and currencies.currency_code = group_rates.currency_code
        and decided.created_on >= group_rates.valid_from_on
        and decided.created_on <= group_rates.valid_to_on
    left join parties
        on decided.source_name = parties.source_name
        and decided.partner_id = parties.partner_id
    left join users
        on decided.source_name = users.source_name
        and decided.user_id = users.user_id
    left join sales_teams
        on decided.source_name = sales_teams.source_name
        and decided.team_id = sales_teams.team_id
    where decided.status is not null
)

select * from final
