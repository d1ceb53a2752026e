{#- What changed the gross margin from one month to another, by product and customer, so that the
    parts add up to the change exactly. Of an item sold in both months, with price p, cost c and
    quantity q, all in the document's currency at the rates of the month before:
    price (p1 − p0) · q1; cost −(c1 − c0) · q1; volume is what it would earn more had all quantities
    grown alike, (Q1 − Q0) / Q0 · margin; mix the rest of the effect of quantities; FX what the rates
    did. New and lost items, what has no quantity, and landed cost stand apart. -#}
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

cost_events as (
    select * from {{ ref('fct_cost_events') }}
),

-- Two years: older months are asked for by nobody, and each is as large as the sales themselves.
parts as (
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        customer_key,
        product_key,
        document_currency_code,
        quantity,
        revenue_amount_base as revenue,
        document_amount,
        cost_amount_base as cost,
        ledger_cost_amount,
        cast(0 as decimal(18, 2)) as landed_cost
    from sales_lines
    where posted_on >= {{ affluent.month_start(
        "cast(" ~ dbt.dateadd('month', -36, affluent.as_of()) ~ " as date)"
    ) }}
    and posted_on <= {{ affluent.as_of() }}
    union all
    select
        {{ affluent.month_start('posted_on') }} as month_start_on,
        customer_key,
        product_key,
        cast(null as {{ dbt.type_string() }}) as document_currency_code,
        cast(0 as decimal(18, 4)) as quantity,
        cast(0 as decimal(18, 2)) as revenue,
        cast(0 as decimal(18, 2)) as document_amount,
        cast(0 as decimal(18, 2)) as cost,
        cast(0 as decimal(18, 2)) as ledger_cost_amount,
        amount_base as landed_cost
    from cost_events
    where component in ('landed', 'purchase_price')
        and posted_on >= {{ affluent.month_start(
            "cast(" ~ dbt.dateadd('month', -36, affluent.as_of()) ~ " as date)"
        ) }}
        and posted_on <= {{ affluent.as_of() }}
),

items as (
    select
        month_start_on,
        customer_key,
        product_key,
        document_currency_code,
        sum(quantity) as quantity,
        sum(revenue) as revenue,
        sum(document_amount) as document_amount,
        sum(cost) as cost,
        sum(ledger_cost_amount) as ledger_cost_amount,
        sum(landed_cost) as landed_cost
    from parts
    group by month_start_on, customer_key, product_key, document_currency_code
),

-- Each month is one side of two comparisons and the other side of two more.
sides as (
    {%- for compared_with, months in {'previous_month': 1, 'previous_year': 12}.items() %}
    {%- for shift in [0, months] %}
    select
        '{{ compared_with }}' as compared_with,
        {{ 'true' if shift == 0 else 'false' }} as is_after,
        cast({{ dbt.dateadd('month', shift, 'month_start_on') }} as date) as month_start_on,
        customer_key,
        product_key,
        document_currency_code,
        quantity,
        revenue,
        document_amount,
        cost,
        ledger_cost_amount,
        landed_cost
    from items
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        compared_with,
        month_start_on,
        customer_key,
        product_key,
        {%- for amount in [
            'quantity', 'revenue', 'document_amount', 'cost', 'ledger_cost_amount', 'landed_cost'
        ] %}
        coalesce(sum({{ amount }}) filter (where not is_after), 0) as {{ amount }}_before,
        coalesce(sum({{ amount }}) filter (where is_after), 0) as {{ amount }}_after,
        {%- endfor %}
        document_currency_code
    from sides
    where month_start_on <= {{ affluent.as_of() }}
        and month_start_on >= {{ affluent.month_start(
            "cast(" ~ dbt.dateadd('month', -23, affluent.as_of()) ~ " as date)"
        ) }}
    group by compared_with, month_start_on, customer_key, product_key, document_currency_code
),

judged as (
    select
        *,
        case
            when quantity_before > 0 and quantity_after > 0 then 'continued'
            when quantity_before <= 0 and quantity_after > 0 then 'new'
            when quantity_before > 0 and quantity_after <= 0 then 'lost'
            else 'other'
        end as kind
    from compared
),

-- The rates before: what a unit of the document's currency, or of the books', was worth then.
rated as (
    select
        *,
        coalesce(
            {{ affluent.in_proportion(
                'revenue_before', 'document_amount_after', 'document_amount_before'
            ) }},
            revenue_after
        ) as revenue_at_old_rate,
        coalesce(
            {{ affluent.in_proportion(
                'cost_before', 'ledger_cost_amount_after', 'ledger_cost_amount_before'
            ) }},
            cost_after
        ) as cost_at_old_rate,
        {{ affluent.in_proportion('revenue_before', 'quantity_after', 'quantity_before') }}
            as revenue_at_old_price,
        {{ affluent.in_proportion('cost_before', 'quantity_after', 'quantity_before') }}
            as cost_at_old_cost,
        sum(case when kind = 'continued' then quantity_before end) over (
            partition by compared_with, month_start_on
        ) as all_before,
        sum(case when kind = 'continued' then quantity_after end) over (
            partition by compared_with, month_start_on
        ) as all_after
    from judged
),

effects as (
    select
        compared_with,
        month_start_on,
        customer_key,
        product_key,
        kind,
        revenue_before - cost_before - landed_cost_before as margin_before,
        revenue_after - cost_after - landed_cost_after as margin_after,
        revenue_at_old_rate - revenue_at_old_price as price_effect,
        cost_at_old_cost - cost_at_old_rate as cost_effect,
        coalesce({{ affluent.in_proportion(
            '(revenue_before - cost_before)', '(all_after - all_before)', 'all_before'
        ) }}, 0) as volume_effect,
        (revenue_at_old_price - cost_at_old_cost) - (revenue_before - cost_before)
            as quantity_effect,
        (revenue_after - revenue_at_old_rate) - (cost_after - cost_at_old_rate) as fx_effect,
        (revenue_after - cost_after) - (revenue_before - cost_before) as whole_effect,
        landed_cost_before - landed_cost_after as landed_cost_effect
    from rated
),

summed as (
    select
        compared_with,
        month_start_on,
        customer_key,
        product_key,
        sum(margin_before) as margin_before,
        sum(margin_after) as margin_after,
        {%- for effect in ['price', 'volume', 'cost', 'fx'] %}
        sum(case when kind = 'continued' then {{ effect }}_effect else 0 end)
            as {{ effect }}_effect,
        {%- endfor %}
        sum(case when kind = 'continued' then quantity_effect - volume_effect else 0 end)
            as mix_effect,
        {%- for kind in ['new', 'lost', 'other'] %}
        sum(case when kind = '{{ kind }}' then whole_effect else 0 end) as {{ kind }}_effect,
        {%- endfor %}
        sum(landed_cost_effect) as landed_cost_effect
    from effects
    group by compared_with, month_start_on, customer_key, product_key
),

final as (
    select
        {{ affluent.surrogate_key([
            'compared_with', 'month_start_on', 'customer_key', 'product_key'
        ]) }} as margin_bridge_key,
        compared_with,
        month_start_on,
        customer_key,
        product_key,
        cast(margin_before as decimal(18, 2)) as margin_before_amount_base,
        cast(margin_after as decimal(18, 2)) as margin_after_amount_base,
        {%- for effect in [
            'price', 'volume', 'mix', 'cost', 'fx', 'new', 'lost', 'other', 'landed_cost'
        ] %}
        cast({{ effect }}_effect as decimal(18, 2)) as {{ effect }}_effect_amount_base
        {{- "," if not loop.last }}
        {%- endfor %}
    from summed
    where margin_before <> 0
        or margin_after <> 0
        or landed_cost_effect <> 0
)

select * from final
