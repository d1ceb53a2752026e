with open_items as (
    select * from {{ ref('fct_open_items') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

flows as (
    select
        source_name,
        company_code,
        case when item_type = 'receivable' then 'sales with tax' else 'purchases with tax' end
            as flow_type,
        customer_key,
        party_key,
        opened_on as flowed_on,
        amount_base
    from open_items
    where item_kind = 'invoice'
    union all
    -- Purchases of what is kept in stock (601, 602, 607, their costs and rebates), with the change
    -- of that stock (603) and of what was made of it (713).
    select
        source_name,
        company_code,
        'cost of sales' as flow_type,
        {{ affluent.unknown_key() }} as customer_key,
        {{ affluent.unknown_key() }} as party_key,
        posted_on as flowed_on,
        debit_amount_base - credit_amount_base as amount_base
    from journal_lines
    where substr(account_code, 1, 3) in ('601', '602', '603', '607', '608', '609', '713')
        and entry_kind = 'movement'
),

moves as (
    select
        *,
        flowed_on as moved_on,
        1 as direction
    from flows
    union all
    select
        *,
        cast({{ dbt.dateadd('day', 365, 'flowed_on') }} as date) as moved_on,
        -1 as direction
    from flows
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'flow_type', 'customer_key', 'party_key', 'moved_on'
        ]) }} as rolling_move_key,
        moved_on,
        source_name,
        company_code,
        flow_type,
        customer_key,
        party_key,
        cast(sum(direction * amount_base) as decimal(18, 2)) as amount_base
    from moves
    group by source_name, company_code, flow_type, customer_key, party_key, moved_on
)

select * from final
