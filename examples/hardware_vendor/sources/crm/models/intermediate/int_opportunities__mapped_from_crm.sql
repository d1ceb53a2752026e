with opportunities as (
    select * from {{ ref('stg_crm__opportunities') }}
),

sales_teams as (
    select * from {{ ref('stg_crm__sales_teams') }}
),

final as (
    select
        'crm' as source_name,
        opportunities.opportunity_id,
        cast(null as {{ dbt.type_string() }}) as opportunity_name,
        opportunities.account_name as customer_id,
        opportunities.product_number as product_id,
        opportunities.agent_name as owner_name,
        sales_teams.regional_office as owner_team,
        opportunities.stage,
        case opportunities.stage
            when 'Won' then 'won'
            when 'Lost' then 'lost'
            else 'open'
        end as status,
        opportunities.close_amount as amount,
        false as is_amount_estimated,
        cast(null as decimal(9, 6)) as probability,
        -- A deal begins when it is engaged; 500 prospects are not yet.
        opportunities.engaged_on as created_on,
        cast(null as date) as expected_close_on,
        opportunities.closed_on,
        '{{ var("currency") }}' as currency_code
    from opportunities
    left join sales_teams
        on opportunities.agent_name = sales_teams.agent_name
)

select * from final
