with suppliers as (
    select * from {{ ref('dim_suppliers') }}
),

purchase_lines as (
    select * from {{ ref('fct_purchase_lines') }}
),

purchase_receipts as (
    select * from {{ ref('fct_purchase_receipts') }}
),

purchase_invoice_lines as (
    select * from {{ ref('fct_purchase_invoice_lines') }}
),

supplier_products as (
    select * from {{ ref('mart_supplier_products') }}
),

ordered as (
    select
        supplier_key,
        max(ordered_on) as last_ordered_on,
        sum(open_amount_base) as open_amount,
        sum(case
            when first_promised_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
                then due_quantity
            else 0
        end) as due_quantity,
        sum(case
            when first_promised_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
                then on_time_quantity
            else 0
        end) as on_time_quantity,
        count_if(open_quantity > 0 and promised_on < {{ affluent.as_of() }}) as late_line_count
    from purchase_lines
    group by supplier_key
),

received as (
    select
        supplier_key,
        count(lead_time_days) as receipt_count,
        sum(lead_time_days) as lead_time_days,
        sum(case when quantity > 0 then quantity else 0 end) as received_quantity,
        -sum(case when quantity < 0 then quantity else 0 end) as returned_quantity,
        sum(price_variance_amount_base) as price_variance
    from purchase_receipts
    where received_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
        and received_on <= {{ affluent.as_of() }}
    group by supplier_key
),

spent as (
    select
        supplier_key,
        sum(net_amount_base) as spend
    from purchase_invoice_lines
    where posted_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
        and posted_on <= {{ affluent.as_of() }}
    group by supplier_key
),

alone as (
    select
        supplier_key,
        count(*) as item_count,
        count_if(is_single_source) as single_source_item_count
    from supplier_products
    group by supplier_key
),

total as (
    select sum(spend) as spend from spent
),

final as (
    select
        suppliers.supplier_key,
        {{ affluent.as_of() }} as stood_on,
        suppliers.supplier_number,
        suppliers.supplier_name,
        suppliers.country_name,
        ordered.last_ordered_on,
        cast(coalesce(spent.spend, 0) as decimal(18, 2)) as year_spend_amount_base,
        cast(coalesce(total.spend, 0) as decimal(18, 2)) as total_spend_amount_base,
        cast(coalesce(ordered.open_amount, 0) as decimal(18, 2)) as open_amount_base,
        cast(coalesce(ordered.late_line_count, 0) as integer) as late_line_count,
        {{ affluent.div_money('ordered.on_time_quantity', 'ordered.due_quantity', scale=6) }}
            as on_time_rate,
        {{ affluent.div_money('received.lead_time_days', 'received.receipt_count') }}
            as average_lead_time_days,
        {{ affluent.div_money(
            'received.returned_quantity', 'received.received_quantity', scale=6
        ) }} as return_rate,
        cast(coalesce(received.price_variance, 0) as decimal(18, 2))
            as price_variance_amount_base,
        cast(coalesce(alone.item_count, 0) as integer) as item_count,
        cast(coalesce(alone.single_source_item_count, 0) as integer)
            as single_source_item_count
    from suppliers
    cross join total
    left join ordered
        on suppliers.supplier_key = ordered.supplier_key
    left join received
        on suppliers.supplier_key = received.supplier_key
    left join spent
        on suppliers.supplier_key = spent.supplier_key
    left join alone
        on suppliers.supplier_key = alone.supplier_key
)

select * from final
