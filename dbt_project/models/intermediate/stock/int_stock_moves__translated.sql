{#- What a stock kept in another currency gains or loses in the group's: goods enter and leave at the
    rate of their day, what lies there is worth what the rate of today says. Without this, goods
    that came at one rate and left at another would leave something behind where nothing is. -#}
with stock_moves as (
    select * from {{ ref('int_stock_moves__placed') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__unioned') }}
),

foreign_days as (
    select
        source_name,
        company_code,
        ledger_currency_code,
        product_key,
        moved_on,
        sum(ledger_amount) as ledger_amount,
        sum(amount_base) as amount_base
    from stock_moves
    where ledger_currency_code <> '{{ var("currency") }}'
        and amount_base is not null
    group by source_name, company_code, ledger_currency_code, product_key, moved_on
),

held as (
    select
        source_name,
        company_code,
        ledger_currency_code,
        product_key,
        min(moved_on) as first_on
    from foreign_days
    group by source_name, company_code, ledger_currency_code, product_key
),

-- Also on the days on which nothing moved but the rate.
days as (
    select
        source_name,
        company_code,
        ledger_currency_code,
        product_key,
        moved_on,
        ledger_amount,
        amount_base
    from foreign_days
    union all
    select
        held.source_name,
        held.company_code,
        held.ledger_currency_code,
        held.product_key,
        group_rates.valid_from_on as moved_on,
        0 as ledger_amount,
        0 as amount_base
    from held
    inner join group_rates
        on held.source_name = group_rates.source_name
        and held.ledger_currency_code = group_rates.currency_code
        and held.first_on < group_rates.valid_from_on
        and group_rates.valid_from_on <= {{ affluent.as_of() }}
),

changed_days as (
    select
        source_name,
        company_code,
        ledger_currency_code,
        product_key,
        moved_on,
        sum(ledger_amount) as ledger_amount,
        sum(amount_base) as amount_base
    from days
    group by source_name, company_code, ledger_currency_code, product_key, moved_on
),

running as (
    select
        *,
        cast(sum(ledger_amount) over (
            partition by source_name, company_code, product_key order by moved_on asc
        ) as decimal(18, 2)) as ledger_value,
        cast(sum(amount_base) over (
            partition by source_name, company_code, product_key order by moved_on asc
        ) as decimal(18, 2)) as booked_value
    from changed_days
),

apart as (
    select
        running.source_name,
        running.company_code,
        running.ledger_currency_code,
        running.product_key,
        running.moved_on,
        {{ affluent.mul_money('running.ledger_value', 'group_rates.rate') }}
        - running.booked_value as apart_amount
    from running
    inner join group_rates
        on running.source_name = group_rates.source_name
        and running.ledger_currency_code = group_rates.currency_code
        and running.moved_on >= group_rates.valid_from_on
        and running.moved_on <= group_rates.valid_to_on
),

final as (
    select
        source_name,
        company_code,
        ledger_currency_code,
        product_key,
        moved_on,
        cast(apart_amount - coalesce(lag(apart_amount) over (
            partition by source_name, company_code, product_key order by moved_on asc
        ), 0) as decimal(18, 2)) as amount_base
    from apart
)

select * from final
