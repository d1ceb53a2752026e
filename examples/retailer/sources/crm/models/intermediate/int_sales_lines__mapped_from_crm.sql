with sales as (
    select * from {{ ref('stg_crm__sales') }}
),

-- The export has no invoice: an order is posted on its own date, and its lines bear no number.
final as (
    select
        'crm' as source_name,
        '' as company_code,
        'invoice' as document_type,
        order_number as document_number,
        product_number as line_number,
        order_number,
        cast(null as {{ dbt.type_string() }}) as order_line_number,
        customer_id,
        product_number as product_id,
        cast(null as {{ dbt.type_string() }}) as seller_name,
        ordered_on,
        ordered_on as posted_on,
        quantity,
        unit_price,
        cast(null as decimal(18, 2)) as list_amount,
        sales_amount as net_amount,
        cast(null as decimal(18, 2)) as cost_amount,
        '{{ var("currency") }}' as currency_code,
        cast(null as decimal(18, 2)) as document_amount,
        cast(null as {{ dbt.type_string() }}) as document_currency_code,
        cast(null as decimal(18, 2)) as ledger_cost_amount,
        false as is_inter_company
    from sales
)

select * from final
