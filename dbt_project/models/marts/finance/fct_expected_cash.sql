with open_items as (
    select * from {{ ref('fct_open_items') }}
    where opened_on <= {{ affluent.as_of() }}
        and (closed_on is null or closed_on > {{ affluent.as_of() }})
),

paid_amounts as (
    select * from {{ ref('fct_due_amounts') }}
    where is_paid
        and ended_on > cast({{ dbt.dateadd('day', -365, affluent.as_of()) }} as date)
),

-- How late a party paid over twelve months, on average of what it paid: before the day, below zero.
party_habits as (
    select
        item_type,
        party_key,
        {{ affluent.div_money('sum(delay_days * amount_base)', 'sum(amount_base)', scale=4) }}
            as habit_days
    from paid_amounts
    group by item_type, party_key
),

type_habits as (
    select
        item_type,
        {{ affluent.div_money('sum(delay_days * amount_base)', 'sum(amount_base)', scale=4) }}
            as habit_days
    from paid_amounts
    group by item_type
),

habits as (
    select
        open_items.*,
        party_habits.habit_days is not null as is_own_habit,
        cast(round(coalesce(party_habits.habit_days, type_habits.habit_days, 0)) as integer)
            as habit_days
    from open_items
    left join party_habits
        on open_items.item_type = party_habits.item_type
        and open_items.party_key = party_habits.party_key
    left join type_habits
        on open_items.item_type = type_habits.item_type
),

-- Who is later already than is his habit is expected from tomorrow on.
expected as (
    select
        *,
        greatest(
            cast({{ dbt.dateadd('day', 'habit_days', 'aged_from_on') }} as date),
            cast({{ dbt.dateadd('day', 1, affluent.as_of()) }} as date)
        ) as expected_on
    from habits
),

final as (
    select
        open_item_key as expected_cash_key,
        source_name,
        company_code,
        item_type,
        account_key,
        party_key,
        customer_key,
        document_number,
        aged_from_on as due_on,
        habit_days,
        is_own_habit,
        expected_on,
        case when item_type = 'receivable' then amount_base else -amount_base end as amount_base
    from expected
)

select * from final
