{{ config(enabled='operations' in var('sources', [])) }}

{#- What one unit of a currency is worth in the group's currency, from a day to a day: the last rate
    until the next one. The group's own currency is worth one, always. -#}
with currency_rates as (
    select * from {{ ref('stg_operations__currency_rates') }}
),

to_group as (
    select
        from_currency_code as currency_code,
        valid_from_on,
        lead(valid_from_on) over (
            partition by from_currency_code order by valid_from_on asc
        ) as next_from_on,
        rate
    from currency_rates
    where to_currency_code = '{{ var("currency") }}'
),

final as (
    select
        'operations' as source_name,
        currency_code,
        valid_from_on,
        coalesce(
            cast({{ dbt.dateadd('day', -1, 'next_from_on') }} as date),
            cast('9999-12-31' as date)
        ) as valid_to_on,
        rate
    from to_group
    union all
    select
        'operations' as source_name,
        '{{ var("currency") }}' as currency_code,
        cast('0001-01-01' as date) as valid_from_on,
        cast('9999-12-31' as date) as valid_to_on,
        cast(1 as decimal(18, 8)) as rate
)

select * from final
