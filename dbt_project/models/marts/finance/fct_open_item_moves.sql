with open_items as (
    select * from {{ ref('fct_open_items') }}
),

-- Days since the item is aged: the first of a bucket, and the first of the next one.
buckets as (
    select
        'not due' as ageing_bucket,
        cast(null as integer) as first_day,
        1 as next_day
    union all
    select
        '1-30' as ageing_bucket,
        1 as first_day,
        31 as next_day
    union all
    select
        '31-60' as ageing_bucket,
        31 as first_day,
        61 as next_day
    union all
    select
        '61-90' as ageing_bucket,
        61 as first_day,
        91 as next_day
    union all
    select
        '91+' as ageing_bucket,
        91 as first_day,
        cast(null as integer) as next_day
),

bucket_days as (
    select
        open_items.source_name,
        open_items.company_code,
        open_items.item_type,
        open_items.item_kind,
        open_items.account_key,
        open_items.party_key,
        open_items.customer_key,
        open_items.ageing_basis,
        open_items.opened_on,
        open_items.closed_on,
        open_items.amount,
        open_items.amount_base,
        buckets.ageing_bucket,
        cast({{ dbt.dateadd('day', 'buckets.first_day', 'open_items.aged_from_on') }} as date)
            as enters_on,
        cast({{ dbt.dateadd('day', 'buckets.next_day', 'open_items.aged_from_on') }} as date)
            as leaves_on
    from open_items
    cross join buckets
),

-- From when to when an item stood open in a bucket; the second day is not part of it.
spans as (
    select
        *,
        greatest(coalesce(enters_on, opened_on), opened_on) as starts_on,
        least(coalesce(leaves_on, closed_on), coalesce(closed_on, leaves_on)) as ends_on
    from bucket_days
),

moves as (
    select
        *,
        starts_on as moved_on,
        1 as direction
    from spans
    where ends_on is null or starts_on < ends_on
    union all
    select
        *,
        ends_on as moved_on,
        -1 as direction
    from spans
    where starts_on < ends_on
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'item_type', 'item_kind', 'account_key', 'party_key',
            'customer_key', 'ageing_bucket', 'ageing_basis', 'moved_on'
        ]) }} as open_item_move_key,
        moved_on,
        source_name,
        company_code,
        item_type,
        item_kind,
        account_key,
        party_key,
        customer_key,
        ageing_bucket,
        ageing_basis,
        cast(sum(direction) as integer) as item_count,
        cast(sum(direction * amount) as decimal(18, 2)) as amount,
        cast(sum(direction * amount_base) as decimal(18, 2)) as amount_base
    from moves
    group by
        source_name,
        company_code,
        item_type,
        item_kind,
        account_key,
        party_key,
        customer_key,
        ageing_bucket,
        ageing_basis,
        moved_on
)

select * from final
