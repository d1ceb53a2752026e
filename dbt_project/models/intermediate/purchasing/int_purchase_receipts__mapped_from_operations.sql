{{ config(enabled='operations' in var('sources', [])) }}

with receipts as (
    select * from {{ ref('stg_operations__receipts') }}
),

receipt_lines as (
    select * from {{ ref('stg_operations__receipt_lines') }}
),

supplier_returns as (
    select * from {{ ref('stg_operations__supplier_returns') }}
),

supplier_return_lines as (
    select * from {{ ref('stg_operations__supplier_return_lines') }}
),

purchase_order_lines as (
    select * from {{ ref('stg_operations__purchase_order_lines') }}
),

purchase_orders as (
    select * from {{ ref('stg_operations__purchase_orders') }}
),

suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
),

products as (
    select * from {{ ref('stg_operations__products') }}
),

companies as (
    select * from {{ ref('stg_operations__companies') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_operations') }}
),

received as (
    select
        'receipt' as document_type,
        receipts.receipt_number as document_number,
        receipt_lines.line_number,
        receipts.company_id,
        receipts.supplier_id,
        receipt_lines.purchase_order_line_id,
        receipt_lines.product_id,
        receipts.received_on,
        receipt_lines.quantity,
        receipt_lines.refused_quantity,
        receipt_lines.amount_base as ledger_amount
    from receipt_lines
    inner join receipts
        on receipt_lines.receipt_id = receipts.receipt_id
),

-- What goes back is worth what it had cost when it came.
returned as (
    select
        'return' as document_type,
        supplier_returns.supplier_return_number as document_number,
        supplier_return_lines.line_number,
        supplier_returns.company_id,
        supplier_returns.supplier_id,
        receipt_lines.purchase_order_line_id,
        supplier_return_lines.product_id,
        supplier_returns.returned_on as received_on,
        -supplier_return_lines.quantity as quantity,
        cast(0 as decimal(18, 4)) as refused_quantity,
        -{{ affluent.in_proportion(
            'receipt_lines.amount_base', 'supplier_return_lines.quantity', 'receipt_lines.quantity'
        ) }} as ledger_amount
    from supplier_return_lines
    inner join supplier_returns
        on supplier_return_lines.supplier_return_id = supplier_returns.supplier_return_id
    left join receipt_lines
        on supplier_return_lines.receipt_line_id = receipt_lines.receipt_line_id
),

arrivals as (
    select * from received
    union all
    select * from returned
),

final as (
    select
        'operations' as source_name,
        coalesce(companies.company_code, '') as company_code,
        arrivals.document_type,
        arrivals.document_number,
        cast(arrivals.line_number as {{ dbt.type_string() }}) as line_number,
        purchase_orders.order_number,
        cast(purchase_order_lines.line_number as {{ dbt.type_string() }}) as order_line_number,
        suppliers.supplier_number as supplier_id,
        products.product_number as product_id,
        arrivals.received_on,
        arrivals.quantity,
        arrivals.refused_quantity,
        {{ affluent.mul_money('arrivals.ledger_amount', 'group_rates.rate') }} as amount_base
    from arrivals
    left join purchase_order_lines
        on arrivals.purchase_order_line_id = purchase_order_lines.purchase_order_line_id
    left join purchase_orders
        on purchase_order_lines.purchase_order_id = purchase_orders.purchase_order_id
    left join suppliers
        on arrivals.supplier_id = suppliers.supplier_id
    left join products
        on arrivals.product_id = products.product_id
    left join companies
        on arrivals.company_id = companies.company_id
    left join group_rates
        on companies.currency_code = group_rates.currency_code
        and arrivals.received_on >= group_rates.valid_from_on
        and arrivals.received_on <= group_rates.valid_to_on
)

select * from final
