-- What hangs on the records of a party is what hangs on the party: no sale is lost by an identity,
-- none counted twice.
with records as (
    select
        party_key as customer_key,
        cast(sum(revenue_amount_base) as decimal(38, 2)) as recorded_amount
    from {{ ref('map_party_records') }}
    group by party_key
),

customers as (
    select
        customer_key,
        cast(sum(revenue_amount_base) as decimal(38, 2)) as revenue_amount
    from {{ ref('fct_sales_lines') }}
    where customer_key <> {{ affluent.unknown_key() }}
    group by customer_key
)

select
    coalesce(records.customer_key, customers.customer_key) as customer_key,
    coalesce(records.recorded_amount, 0) as recorded_amount,
    coalesce(customers.revenue_amount, 0) as revenue_amount,
    coalesce(records.recorded_amount, 0) - coalesce(customers.revenue_amount, 0) as gap_amount
from records
full join customers
    on records.customer_key = customers.customer_key
where coalesce(records.recorded_amount, 0) <> coalesce(customers.revenue_amount, 0)
