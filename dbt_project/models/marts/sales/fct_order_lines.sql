{%- set moves_of = {
    'ordered': 'ordered', 'cancelled': 'cancelled', 'delivered': 'delivered', 'invoiced': 'invoiced'
} %}
with moves as (
    select * from {{ ref('int_order_line_moves__valued') }}
),

summed as (
    select
        source_name,
        company_code,
        order_number,
        line_number,
        min(customer_key) as customer_key,
        min(product_key) as product_key,
        min(seller_name) as seller_name,
        bool_or(is_inter_company) as is_inter_company,
        min(ordered_on) as ordered_on,
        min(promised_on) as promised_on,
        {%- for move_type in moves_of %}
        coalesce(sum(quantity) filter (where move_type = '{{ move_type }}'), 0)
            as {{ move_type }}_quantity,
        coalesce(sum(amount) filter (where move_type = '{{ move_type }}'), 0)
            as {{ move_type }}_amount,
        {%- endfor %}
        -- What was cancelled by the promised day was not due on it.
        coalesce(sum(case
            when move_type = 'ordered' then quantity
            when move_type = 'cancelled' and moved_on <= promised_on then -quantity
        end), 0) as due_quantity,
        coalesce(
            sum(quantity) filter (where move_type = 'delivered' and moved_on <= promised_on), 0
        ) as delivered_by_promise_quantity,
        max(moved_on) filter (where move_type = 'delivered') as last_delivered_on
    from moves
    group by source_name, company_code, order_number, line_number
),

-- A line is due once its promised day has come; of one without a promise nobody can tell.
judged as (
    select
        *,
        promised_on is not null
        and promised_on <= {{ affluent.as_of() }}
        and due_quantity > 0 as is_due
    from summed
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'order_number', 'line_number'
        ]) }} as order_line_key,
        {{ affluent.surrogate_key([
            'source_name', "coalesce(company_code, '')", 'seller_name', 'is_inter_company'
        ]) }} as sales_context_key,
        source_name,
        coalesce(company_code, '') as company_code,
        order_number,
        line_number,
        customer_key,
        product_key,
        seller_name,
        is_inter_company,
        ordered_on,
        promised_on,
        last_delivered_on,
        {%- for move_type in moves_of %}
        cast({{ move_type }}_quantity as decimal(18, 4)) as {{ move_type }}_quantity,
        cast({{ move_type }}_amount as decimal(18, 2)) as {{ move_type }}_amount_base,
        {%- endfor %}
        cast(case when is_due then due_quantity else 0 end as decimal(18, 4)) as due_quantity,
        -- More than what was due does not make up for another line.
        cast(case
            when is_due then least(delivered_by_promise_quantity, due_quantity)
            else 0
        end as decimal(18, 4)) as on_time_quantity,
        is_due,
        delivered_quantity >= ordered_quantity - cancelled_quantity
        and delivered_quantity > 0 as is_delivered_in_full,
        is_due and delivered_by_promise_quantity >= due_quantity as is_on_time_in_full
    from judged
)

select * from final
