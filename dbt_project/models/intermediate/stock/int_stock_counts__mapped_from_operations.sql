{{ config(enabled='operations' in var('sources', [])) }}

with stock_counts as (
    select * from {{ ref('stg_operations__stock_counts') }}
),

stock_count_lines as (
    select * from {{ ref('stg_operations__stock_count_lines') }}
),

locations as (
    select * from {{ ref('stg_operations__locations') }}
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

-- What is counted and not validated yet is nobody's word.
final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        stock_counts.stock_count_number as count_number,
        cast(stock_count_lines.stock_count_line_id as {{ dbt.type_string() }}) as line_id,
        products.product_number as product_id,
        locations.location_code,
        stock_counts.validated_on as counted_on,
        stock_count_lines.expected_quantity,
        stock_count_lines.counted_quantity,
        coalesce(
            {{ affluent.mul_money('stock_count_lines.difference_amount', 'group_rates.rate') }}, 0
        ) as difference_amount_base
    from stock_count_lines
    inner join stock_counts
        on stock_count_lines.stock_count_id = stock_counts.stock_count_id
    left join locations
        on stock_counts.location_id = locations.location_id
    left join products
        on stock_count_lines.product_id = products.product_id
    left join companies
        on stock_counts.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and stock_counts.validated_on >= group_rates.valid_from_on
        and stock_counts.validated_on <= group_rates.valid_to_on
    where stock_counts.status = 'validated'
        and stock_count_lines.counted_quantity is not null
)

select * from final
