{#- A state of the stock is a balance too: what is dead, or below zero, enters it on a known day and
    leaves it on another. So it is exact on every day, and nothing is computed when it is asked. -#}
{%- set spans = [180, 365] %}
with stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

days as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        sum(quantity) as quantity,
        sum(amount_base) as amount_base,
        bool_or(move_kind in ('sale_issue', 'consumption')) as is_issued
    from stock_moves
    where ownership = 'own'
    group by source_name, company_code, product_key, moved_on
),

-- Each change again, so many days later: the sum of these is what lay there so many days ago.
events as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        quantity,
        amount_base,
        case when is_issued then moved_on end as issued_on
        {%- for span in spans %},
        cast(0 as decimal(38, 4)) as quantity_before_{{ span }}
        {%- endfor %}
    from days
    {%- for span in spans %}
    union all
    select
        source_name,
        company_code,
        product_key,
        cast({{ dbt.dateadd('day', span, 'moved_on') }} as date) as moved_on,
        0 as quantity,
        0 as amount_base,
        cast(null as date) as issued_on
        {%- for other in spans %},
        {{ 'quantity' if other == span else '0' }} as quantity_before_{{ other }}
        {%- endfor %}
    from days
    where {{ dbt.dateadd('day', span, 'moved_on') }} <= {{ affluent.as_of() }}
    {%- endfor %}
),

event_days as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        sum(quantity) as quantity,
        sum(amount_base) as amount_base,
        max(issued_on) as issued_on
        {%- for span in spans %},
        sum(quantity_before_{{ span }}) as quantity_before_{{ span }}
        {%- endfor %}
    from events
    group by source_name, company_code, product_key, moved_on
),

running as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        sum(quantity) over held as quantity,
        cast(sum(amount_base) over held as decimal(18, 2)) as value_base,
        max(issued_on) over held as last_issued_on
        {%- for span in spans %},
        sum(quantity_before_{{ span }}) over held as quantity_before_{{ span }}
        {%- endfor %}
    from event_days
    window held as (
        partition by source_name, company_code, product_key order by moved_on asc
    )
),

-- What came since is not dead yet; at average cost all pieces are worth the same.
states as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        case when quantity < 0 then quantity else 0 end as negative_quantity,
        case when quantity < 0 then value_base else 0 end as negative_amount
        {%- for span in spans %},
        case
            when quantity > 0 and value_base > 0 and quantity_before_{{ span }} > 0
                and (
                    last_issued_on is null
                    or {{ affluent.days_between('last_issued_on', 'moved_on') }} >= {{ span }}
                )
                then {{ affluent.in_proportion(
                    'value_base', 'least(quantity, quantity_before_' ~ span ~ ')', 'quantity'
                ) }}
            else 0
        end as dead_amount_{{ span }}
        {%- endfor %}
    from running
),

changes as (
    select
        source_name,
        company_code,
        product_key,
        moved_on,
        {%- for column in [
            'negative_quantity', 'negative_amount', 'dead_amount_180', 'dead_amount_365'
        ] %}
        {{ column }} - coalesce(lag({{ column }}) over (
            partition by source_name, company_code, product_key order by moved_on asc
        ), 0) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from states
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'product_key', 'moved_on']) }}
            as stock_state_move_key,
        moved_on,
        source_name,
        company_code,
        product_key,
        cast(negative_quantity as decimal(18, 4)) as negative_quantity,
        cast(negative_amount as decimal(18, 2)) as negative_amount_base,
        cast(dead_amount_180 as decimal(18, 2)) as dead_180_amount_base,
        cast(dead_amount_365 as decimal(18, 2)) as dead_365_amount_base
    from changes
    where negative_quantity <> 0
        or negative_amount <> 0
        or dead_amount_180 <> 0
        or dead_amount_365 <> 0
)

select * from final
