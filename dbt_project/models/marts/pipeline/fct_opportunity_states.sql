with states as (
    select * from {{ ref('int_opportunity_states__unioned') }}
),

valued as (
    select * from {{ ref('int_opportunities__valued') }}
),

catalogue as (
    select * from {{ ref('int_products__merged') }}
),

remembered as (
    select distinct
        source_name,
        opportunity_id
    from states
),

-- Of a deal whose source keeps no history two things are known: when it was found, and when it was
-- decided. What it is today, it was from the first day.
found as (
    select
        valued.source_name,
        valued.opportunity_id,
        coalesce(valued.created_on, {{ affluent.as_of() }}) as stated_on,
        valued.stage,
        'open' as status,
        valued.amount,
        valued.probability,
        valued.expected_close_on,
        valued.owner_name,
        cast(null as {{ dbt.type_string() }}) as forecast_category
    from valued
    left join remembered
        on valued.source_name = remembered.source_name
        and valued.opportunity_id = remembered.opportunity_id
    where remembered.opportunity_id is null
        and (
            valued.status = 'open'
            or (valued.created_on is not null and valued.closed_on > valued.created_on)
        )
),

decided as (
    select
        valued.source_name,
        valued.opportunity_id,
        valued.closed_on as stated_on,
        valued.stage,
        valued.status,
        valued.amount,
        valued.probability,
        valued.expected_close_on,
        valued.owner_name,
        cast(null as {{ dbt.type_string() }}) as forecast_category
    from valued
    left join remembered
        on valued.source_name = remembered.source_name
        and valued.opportunity_id = remembered.opportunity_id
    where remembered.opportunity_id is null
        and valued.status <> 'open'
        and valued.closed_on is not null
),

told as (
    select * from states
    union all
    select * from found
    union all
    select * from decided
),

stated as (
    select
        *,
        lead(stated_on) over (
            partition by source_name, opportunity_id order by stated_on
        ) as next_on
    from told
),

final as (
    select
        {{ affluent.surrogate_key(['stated.source_name', 'stated.opportunity_id', 'stated.stated_on']) }}
            as opportunity_state_key,
        {{ affluent.surrogate_key(['stated.source_name', 'stated.opportunity_id']) }}
            as opportunity_key,
        stated.source_name,
        stated.opportunity_id as opportunity_number,
        valued.customer_key,
        valued.product_key,
        stated.owner_name as seller_name,
        valued.owner_team as seller_team,
        stated.stated_on as valid_from_on,
        coalesce(
            cast({{ dbt.dateadd('day', -1, 'stated.next_on') }} as date),
            cast('9999-12-31' as date)
        ) as valid_to_on,
        stated.stage,
        stated.status,
        -- As today, an open deal without an amount stands at its product's list price.
        coalesce(
            stated.amount,
            case when stated.status = 'open'
                then cast(catalogue.list_price_amount as decimal(18, 2))
            end
        ) as amount_base,
        stated.probability,
        stated.forecast_category,
        stated.expected_close_on,
        valued.currency_code
    from stated
    inner join valued
        on stated.source_name = valued.source_name
        and stated.opportunity_id = valued.opportunity_id
    left join catalogue
        on valued.product_key = catalogue.product_key
)

select * from final
