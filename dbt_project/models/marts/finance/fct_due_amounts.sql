with open_items as (
    select * from {{ ref('fct_open_items') }}
    where ageing_basis = 'due date'
        and opened_on <= {{ affluent.as_of() }}
),

-- Money names the day on which what it settles was due, and takes away what was owed.
paid as (
    select
        *,
        opened_on as ended_on,
        true as is_paid,
        -amount_base as due_amount_base
    from open_items
    where item_kind = 'cash'
),

-- What is still open, payments in part and credits taken off: each bears the same due date.
still_open as (
    select
        *,
        {{ affluent.as_of() }} as ended_on,
        false as is_paid,
        amount_base as due_amount_base
    from open_items
    where (closed_on is null or closed_on > {{ affluent.as_of() }})
        and aged_from_on <= {{ affluent.as_of() }}
),

amounts as (
    select * from paid
    union all
    select * from still_open
),

delayed as (
    select
        *,
        {{ affluent.days_between('aged_from_on', 'ended_on') }} as delay_days
    from amounts
),

final as (
    select
        {{ affluent.surrogate_key(['open_item_key', 'is_paid']) }} as due_amount_key,
        source_name,
        company_code,
        item_type,
        account_key,
        party_key,
        customer_key,
        document_number,
        aged_from_on as due_on,
        ended_on,
        is_paid,
        cast(delay_days as integer) as delay_days,
        cast(greatest(delay_days, 0) as integer) as days_late,
        cast(due_amount_base as decimal(18, 2)) as amount_base,
        cast(case when delay_days > 0 then due_amount_base else 0 end as decimal(18, 2))
            as late_amount_base,
        cast(due_amount_base * greatest(delay_days, 0) as decimal(18, 2)) as amount_days
    from delayed
)

select * from final
