with places as (
    select * from {{ ref('int_stock_places__measured') }}
),

balances as (
    select * from {{ ref('fct_stock_balances') }}
),

stock_months as (
    select * from {{ ref('fct_stock_months') }}
),

classes as (
    select * from {{ ref('mart_product_classes') }}
),

reservations as (
    select * from {{ ref('int_stock_reservations__unioned') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

reserved as (
    select
        reservations.source_name,
        reservations.company_code,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        coalesce(reservations.location_code, '') as location_code,
        sum(reservations.quantity) as quantity
    from reservations
    left join products
        on reservations.source_name = products.source_name
        and reservations.product_id = products.product_id
    group by
        reservations.source_name,
        reservations.company_code,
        coalesce(products.product_key, {{ affluent.unknown_key() }}),
        coalesce(reservations.location_code, '')
),

today as (
    select * from balances
    where valid_from_on <= {{ affluent.as_of() }}
        and valid_to_on >= {{ affluent.as_of() }}
),

-- A place is worth its part of what the company's stock of the product is worth: each cent goes to
-- one place, whatever is rounded.
shared as (
    select
        places.*,
        today.value_amount_base as whole_value,
        today.quantity as whole_quantity,
        sum(places.quantity) over up_to as quantity_up_to,
        row_number() over up_to as turn
    from places
    inner join today
        on places.source_name = today.source_name
        and places.company_code = today.company_code
        and places.product_key = today.product_key
    window up_to as (
        partition by places.source_name, places.company_code, places.product_key
        order by places.location_code asc
        rows between unbounded preceding and current row
    )
),

valued as (
    select
        *,
        case
            when whole_quantity = 0 then case when turn = 1 then whole_value else 0 end
            else {{ affluent.in_proportion('whole_value', 'quantity_up_to', 'whole_quantity') }}
            - {{ affluent.in_proportion(
                'whole_value', 'quantity_up_to - quantity', 'whole_quantity'
            ) }}
        end as value_amount,
        {{ affluent.div_money('whole_value', 'whole_quantity', scale=4) }} as unit_cost
    from shared
),

last_months as (
    select * from stock_months
    where stood_on = {{ affluent.as_of() }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'valued.source_name', 'valued.company_code', 'valued.product_key',
            'valued.location_code'
        ]) }} as stock_key,
        {{ affluent.as_of() }} as stood_on,
        valued.source_name,
        valued.company_code,
        valued.product_key,
        valued.location_code,
        valued.quantity,
        cast(valued.value_amount as decimal(18, 2)) as value_amount_base,
        valued.unit_cost as unit_cost_base,
        cast(coalesce(reserved.quantity, 0) as decimal(18, 4)) as reserved_quantity,
        cast(valued.quantity - coalesce(reserved.quantity, 0) as decimal(18, 4))
            as available_quantity,
        valued.quantity < 0 as is_negative,
        valued.last_received_on,
        valued.last_issued_on,
        cast({{ affluent.days_between('valued.last_issued_on', affluent.as_of()) }} as integer)
            as days_since_issue,
        valued.demand_quantity,
        valued.demand_days,
        cast({{ affluent.mul_money(
            'valued.quantity - coalesce(reserved.quantity, 0)', 'valued.unit_cost'
        ) }} as decimal(18, 2)) as available_amount_base,
        {{ affluent.div_money(
            'cast(valued.demand_quantity as decimal(38, 4)) * valued.unit_cost',
            'valued.demand_days', scale=8
        ) }} as daily_demand_amount_base,
        {{ affluent.div_money(
            '(valued.quantity - coalesce(reserved.quantity, 0)) * valued.demand_days',
            'valued.demand_quantity'
        ) }} as cover_days,
        {{ affluent.div_money(
            'last_months.year_issued_amount_base', 'last_months.year_average_value_base', scale=4
        ) }} as stock_turn,
        coalesce(last_months.is_annualised, true) as is_annualised,
        coalesce(classes.abc_class, 'C') as abc_class,
        coalesce(classes.xyz_class, 'n/a') as xyz_class
    from valued
    left join reserved
        on valued.source_name = reserved.source_name
        and valued.company_code = reserved.company_code
        and valued.product_key = reserved.product_key
        and valued.location_code = reserved.location_code
    left join last_months
        on valued.source_name = last_months.source_name
        and valued.company_code = last_months.company_code
        and valued.product_key = last_months.product_key
    left join classes
        on valued.product_key = classes.product_key
)

select * from final
