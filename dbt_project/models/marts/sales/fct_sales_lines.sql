with costed as (
    select * from {{ ref('int_sales_lines__costed') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'document_type', 'document_number', 'line_number'
        ]) }} as sales_line_key,
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'seller_name', 'is_inter_company'
        ]) }} as sales_context_key,
        source_name,
        company_code,
        document_type,
        document_number,
        line_number,
        order_number,
        order_line_number,
        customer_key,
        product_key,
        seller_name,
        ordered_on,
        posted_on,
        quantity,
        list_amount as list_amount_base,
        net_amount as revenue_amount_base,
        cost_amount as cost_amount_base,
        cast(net_amount - cost_amount as decimal(18, 2)) as gross_margin_amount_base,
        is_cost_known,
        currency_code,
        document_amount,
        document_currency_code,
        cast(ledger_cost_amount as decimal(18, 2)) as ledger_cost_amount,
        is_inter_company
    from costed
)

select * from final
