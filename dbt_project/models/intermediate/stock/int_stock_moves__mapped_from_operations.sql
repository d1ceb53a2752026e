{{ config(enabled='operations' in var('sources', [])) }}

with stock_moves as (
    select * from {{ ref('stg_operations__stock_moves') }}
),

stock_values as (
    select * from {{ ref('stg_operations__stock_values') }}
),

-- A supplier's goods in a place of ours are not ours; what lies at a customer's for him to use is.
locations as (
    select
        *,
        case
            when is_own then 'own'
            when location_kind = 'consignment' then 'consigned'
            else 'outside'
        end as ownership
    from {{ ref('stg_operations__locations') }}
),

lots as (
    select * from {{ ref('stg_operations__lots') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

moved as (
    select
        'M' || cast(stock_moves.stock_move_id as {{ dbt.type_string() }}) as move_id,
        stock_moves.company_id,
        stock_moves.product_id,
        stock_moves.lot_id,
        stock_moves.moved_on,
        stock_moves.document_type,
        stock_moves.document_number,
        cast(stock_moves.line_number as {{ dbt.type_string() }}) as line_number,
        from_places.location_code as from_location_code,
        from_places.ownership as from_ownership,
        from_places.location_kind as from_kind,
        into_places.location_code as into_location_code,
        into_places.ownership as into_ownership,
        into_places.location_kind as into_kind,
        stock_moves.quantity,
        coalesce(stock_values.value_amount, 0) as amount,
        stock_values.account_code
    from stock_moves
    left join stock_values
        on stock_moves.stock_move_id = stock_values.stock_move_id
    left join locations as from_places
        on stock_moves.from_location_id = from_places.location_id
    left join locations as into_places
        on stock_moves.to_location_id = into_places.location_id
),

-- Worth that changes without goods: late costs, new standard costs, what an order really cost.
revalued as (
    select
        'V' || cast(stock_value_id as {{ dbt.type_string() }}) as move_id,
        company_id,
        product_id,
        cast(null as bigint) as lot_id,
        valued_on as moved_on,
        document_type,
        document_number,
        cast(null as {{ dbt.type_string() }}) as line_number,
        cast(null as {{ dbt.type_string() }}) as from_location_code,
        'outside' as from_ownership,
        'revaluation' as from_kind,
        cast(null as {{ dbt.type_string() }}) as into_location_code,
        'own' as into_ownership,
        'internal' as into_kind,
        cast(0 as decimal(18, 4)) as quantity,
        value_amount as amount,
        account_code
    from stock_values
    where stock_move_id is null
),

changes as (
    select * from moved
    union all
    select * from revalued
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        changes.move_id,
        case
            when changes.from_kind = 'revaluation' then 'revaluation'
            when changes.from_ownership = 'own' and changes.into_ownership = 'own' then 'transfer'
            when changes.from_ownership <> 'own' and changes.into_ownership <> 'own'
                then case
                    when 'consigned' in (changes.from_ownership, changes.into_ownership)
                        then 'consignment'
                    else 'outside'
                end
            when changes.into_ownership = 'own'
                then case changes.from_kind
                    when 'customer' then 'customer_return'
                    when 'production'
                        then case
                            when changes.document_type = 'component_return' then 'component_return'
                            else 'output'
                        end
                    when 'loss' then 'adjustment'
                    else 'receipt'
                end
            else case changes.into_kind
                when 'customer' then 'sale_issue'
                when 'production' then 'consumption'
                when 'loss'
                    then case
                        when changes.document_type = 'stock_count' then 'adjustment'
                        else 'scrap'
                    end
                else 'supplier_return'
            end
        end as move_kind,
        changes.document_type,
        changes.document_number,
        changes.line_number,
        products.product_number as product_id,
        lots.lot_number,
        changes.from_location_code,
        changes.from_ownership,
        changes.into_location_code,
        changes.into_ownership,
        changes.moved_on,
        changes.quantity,
        changes.amount,
        changes.account_code,
        companies.currency_code as ledger_currency_code,
        group_rates.rate as group_rate
    from changes
    left join companies
        on changes.company_id = companies.company_id
    left join products
        on changes.product_id = products.product_id
    left join lots
        on changes.lot_id = lots.lot_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and changes.moved_on >= group_rates.valid_from_on
        and changes.moved_on <= group_rates.valid_to_on
)

select * from final
