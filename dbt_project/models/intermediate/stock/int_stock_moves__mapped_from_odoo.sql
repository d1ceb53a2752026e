{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with stock_moves as (
    select * from {{ ref('stg_odoo__stock_moves') }}
    where status = 'done'
),

stock_values as (
    select * from {{ ref('stg_odoo__stock_values') }}
),

-- What is on its way between places of one company is still its own.
locations as (
    select
        *,
        case when usage in ('internal', 'transit') then 'own' else 'outside' end as ownership
    from {{ ref('stg_odoo__locations') }}
),

units as (
    select * from {{ ref('stg_odoo__units') }}
),

products as (
    select * from {{ ref('int_odoo_products__described') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

-- Up to 18: what a move was worth when it was done. What was found later is a change of its own day.
layers as (
    select
        source_name,
        stock_move_id,
        sum(value_amount) as value_amount
    from stock_values
    where quantity <> 0
    group by source_name, stock_move_id
),

moved as (
    select
        stock_moves.source_name,
        'M' || cast(stock_moves.stock_move_id as {{ dbt.type_string() }}) as move_id,
        stock_moves.company_id,
        stock_moves.product_id,
        stock_moves.moved_on,
        stock_moves.reference,
        from_places.location_name as from_location_code,
        coalesce(from_places.ownership, 'outside') as from_ownership,
        from_places.usage as from_usage,
        into_places.location_name as into_location_code,
        coalesce(into_places.ownership, 'outside') as into_ownership,
        into_places.usage as into_usage,
        {{ affluent.in_units(
            'stock_moves.quantity', 'units.reference_units', 'products.reference_units'
        ) }} as quantity,
        -- From 19 on the move says its worth, without a sign.
        case
            when layers.value_amount is not null then layers.value_amount
            when coalesce(from_places.ownership, 'outside')
                = coalesce(into_places.ownership, 'outside')
                then 0
            when into_places.ownership = 'own' then coalesce(stock_moves.value_amount, 0)
            else -coalesce(stock_moves.value_amount, 0)
        end as amount
    from stock_moves
    left join layers
        on stock_moves.source_name = layers.source_name
        and stock_moves.stock_move_id = layers.stock_move_id
    left join locations as from_places
        on stock_moves.source_name = from_places.source_name
        and stock_moves.from_location_id = from_places.location_id
    left join locations as into_places
        on stock_moves.source_name = into_places.source_name
        and stock_moves.into_location_id = into_places.location_id
    left join units
        on stock_moves.source_name = units.source_name
        and stock_moves.unit_id = units.unit_id
    left join products
        on stock_moves.source_name = products.source_name
        and stock_moves.product_id = products.product_id
),

revalued as (
    select
        source_name,
        'V' || cast(stock_value_id as {{ dbt.type_string() }}) as move_id,
        company_id,
        product_id,
        valued_on as moved_on,
        cast(null as {{ dbt.type_string() }}) as reference,
        cast(null as {{ dbt.type_string() }}) as from_location_code,
        'outside' as from_ownership,
        'revaluation' as from_usage,
        cast(null as {{ dbt.type_string() }}) as into_location_code,
        'own' as into_ownership,
        'internal' as into_usage,
        cast(0 as decimal(18, 4)) as quantity,
        value_amount as amount
    from stock_values
    where quantity = 0
        or stock_move_id is null
),

changes as (
    select * from moved
    union all
    select * from revalued
),

final as (
    select
        changes.source_name,
        coalesce(companies.company_name, '') as company_code,
        changes.move_id,
        case
            when changes.from_usage = 'revaluation' then 'revaluation'
            when changes.from_ownership = 'own' and changes.into_ownership = 'own' then 'transfer'
            when changes.from_ownership <> 'own' and changes.into_ownership <> 'own' then 'outside'
            when changes.into_ownership = 'own'
                then case changes.from_usage
                    when 'customer' then 'customer_return'
                    when 'production' then 'output'
                    when 'inventory' then 'adjustment'
                    else 'receipt'
                end
            else case changes.into_usage
                when 'customer' then 'sale_issue'
                when 'production' then 'consumption'
                when 'inventory' then 'adjustment'
                else 'supplier_return'
            end
        end as move_kind,
        case when changes.from_usage = 'revaluation' then 'valuation' else 'stock_move' end
            as document_type,
        changes.reference as document_number,
        cast(null as {{ dbt.type_string() }}) as line_number,
        cast(changes.product_id as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as lot_number,
        changes.from_location_code,
        changes.from_ownership,
        changes.into_location_code,
        changes.into_ownership,
        changes.moved_on,
        changes.quantity,
        changes.amount,
        cast(null as {{ dbt.type_string() }}) as account_code,
        companies.currency_code as ledger_currency_code,
        group_rates.rate as group_rate
    from changes
    left join companies
        on changes.source_name = companies.source_name
        and changes.company_id = companies.company_id
    left join group_rates
        on companies.source_name = group_rates.source_name
        and companies.currency_code = group_rates.currency_code
        and changes.moved_on >= group_rates.valid_from_on
        and changes.moved_on <= group_rates.valid_to_on
)

select * from final
