{{ config(enabled=var('odoo_sources', []) | length > 0) }}

{#- What one unit of a company's currency is worth in the group's, from a day to a day. Odoo keeps
    rates by company: units of a currency for one of the company's. They are taken from a company
    whose books are in the group's currency, or else from one that keeps its books in the other. -#}
with companies as (
    select * from {{ ref('stg_odoo__companies') }}
),

currencies as (
    select * from {{ ref('stg_odoo__currencies') }}
),

currency_rates as (
    select * from {{ ref('stg_odoo__currency_rates') }}
),

-- A branch has the rates and the currency of the company above it.
tables_of_rates as (
    select
        companies.source_name,
        companies.company_id,
        companies.currency_id,
        currencies.currency_code
    from companies
    inner join currencies
        on companies.source_name = currencies.source_name
        and companies.currency_id = currencies.currency_id
    where companies.parent_id is null
),

-- A rate without a company holds for all, until a company has one of its own.
with_own_start as (
    select
        tables_of_rates.source_name,
        tables_of_rates.company_id,
        tables_of_rates.currency_code as books_currency_code,
        currencies.currency_code,
        currency_rates.valid_from_on,
        currency_rates.rate,
        currency_rates.company_id is not null as is_own,
        min(case when currency_rates.company_id is not null then currency_rates.valid_from_on end)
            over (
                partition by tables_of_rates.source_name, tables_of_rates.company_id,
                currencies.currency_code
            ) as own_from_on
    from tables_of_rates
    inner join currency_rates
        on tables_of_rates.source_name = currency_rates.source_name
        and (
            currency_rates.company_id is null
            or tables_of_rates.company_id = currency_rates.company_id
        )
    inner join currencies
        on currency_rates.source_name = currencies.source_name
        and currency_rates.currency_id = currencies.currency_id
),

dated as (
    select
        *,
        lead(valid_from_on) over (
            partition by source_name, company_id, currency_code order by valid_from_on
        ) as next_from_on,
        row_number() over (
            partition by source_name, company_id, currency_code order by valid_from_on
        ) as turn
    from with_own_start
    where rate > 0
        and (is_own or own_from_on is null or valid_from_on < own_from_on)
),

spans as (
    select
        source_name,
        company_id,
        books_currency_code,
        currency_code,
        -- The currency of the books is worth what its first rate says before it, too.
        case when currency_code = books_currency_code and turn = 1
            then cast('0001-01-01' as date)
            else valid_from_on
        end as valid_from_on,
        coalesce(
            cast({{ dbt.dateadd('day', -1, 'next_from_on') }} as date),
            cast('9999-12-31' as date)
        ) as valid_to_on,
        rate
    from dated
),

-- The currency of the books is worth one where nobody says otherwise.
books_spans as (
    select
        source_name,
        company_id,
        valid_from_on,
        valid_to_on,
        rate
    from spans
    where currency_code = books_currency_code
    union all
    select
        source_name,
        company_id,
        cast('0001-01-01' as date) as valid_from_on,
        cast('9999-12-31' as date) as valid_to_on,
        cast(1 as decimal(28, 12)) as rate
    from tables_of_rates
    where not exists (
        select 1
        from spans
        where spans.source_name = tables_of_rates.source_name
            and spans.company_id = tables_of_rates.company_id
            and spans.currency_code = tables_of_rates.currency_code
    )
),

-- Each currency of books other than the group's, by each table that knows both.
quoted as (
    select
        source_name,
        company_id,
        currency_code,
        1 as choice,
        valid_from_on,
        valid_to_on,
        rate
    from spans
    where books_currency_code = '{{ var("currency") }}'
        and currency_code <> '{{ var("currency") }}'
    union all
    select
        source_name,
        company_id,
        books_currency_code as currency_code,
        2 as choice,
        valid_from_on,
        valid_to_on,
        rate
    from spans
    where currency_code = '{{ var("currency") }}'
        and books_currency_code <> '{{ var("currency") }}'
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by source_name, currency_code order by choice, company_id
        ) as trust_rank
    from quoted
),

final as (
    select
        ranked.source_name,
        ranked.currency_code,
        greatest(ranked.valid_from_on, books_spans.valid_from_on) as valid_from_on,
        least(ranked.valid_to_on, books_spans.valid_to_on) as valid_to_on,
        case
            when ranked.choice = 1
                then {{ affluent.div_money('books_spans.rate', 'ranked.rate', scale=8) }}
            else {{ affluent.div_money('ranked.rate', 'books_spans.rate', scale=8) }}
        end as rate
    from ranked
    inner join books_spans
        on ranked.source_name = books_spans.source_name
        and ranked.company_id = books_spans.company_id
        and ranked.valid_from_on <= books_spans.valid_to_on
        and ranked.valid_to_on >= books_spans.valid_from_on
    where ranked.trust_rank = 1
    union all
    select distinct
        source_name,
        '{{ var("currency") }}' as currency_code,
        cast('0001-01-01' as date) as valid_from_on,
        cast('9999-12-31' as date) as valid_to_on,
        cast(1 as decimal(18, 8)) as rate
    from companies
)

select * from final
