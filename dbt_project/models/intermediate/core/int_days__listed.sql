{{ config(materialized='table') }}

with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

budget_lines as (
    select * from {{ ref('int_budget_lines__unioned') }}
),

stock_moves as (
    select * from {{ ref('int_stock_moves__unioned') }}
),

production_orders as (
    select * from {{ ref('int_production_orders__unioned') }}
),

dates_met as (
    select ordered_on as met_on from sales_lines
    union all
    select posted_on as met_on from sales_lines
    union all
    select created_on as met_on from opportunities
    union all
    select expected_close_on as met_on from opportunities
    union all
    select closed_on as met_on from opportunities
    union all
    select posted_on as met_on from journal_lines
    union all
    select budgeted_on as met_on from budget_lines
    union all
    select moved_on as met_on from stock_moves
    union all
    select start_on as met_on from production_orders
    union all
    select {{ affluent.as_of() }} as met_on
),

span as (
    select
        cast({{ dbt.date_trunc('year', 'min(met_on)') }} as date) as first_on,
        cast({{ dbt.last_day('max(met_on)', 'year') }} as date) as last_on
    from dates_met
),

days as (
    {{ affluent.days_table('span', 'first_on', 'last_on') }}
)

select date_day from days
