with purchase_receipts as (
    select * from {{ ref('int_purchase_receipts__unioned') }}
),

purchase_lines as (
    select * from {{ ref('int_purchase_lines__unioned') }}
),

suppliers as (
    select * from {{ ref('int_suppliers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'purchase_receipts.source_name', 'purchase_receipts.company_code',
            'purchase_receipts.document_type', 'purchase_receipts.document_number',
            'purchase_receipts.line_number'
        ]) }} as purchase_receipt_key,
        purchase_receipts.received_on,
        purchase_receipts.source_name,
        purchase_receipts.company_code,
        purchase_receipts.document_type,
        purchase_receipts.document_number,
        purchase_receipts.line_number,
        purchase_receipts.order_number,
        purchase_receipts.order_line_number,
        coalesce(suppliers.supplier_key, {{ affluent.unknown_key() }}) as supplier_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        purchase_lines.ordered_on,
        cast(case when purchase_receipts.document_type = 'receipt'
            then {{ affluent.days_between('purchase_lines.ordered_on', 'purchase_receipts.received_on') }}
        end as integer) as lead_time_days,
        purchase_receipts.quantity,
        purchase_receipts.refused_quantity,
        purchase_receipts.amount_base,
        -- Where nobody said what it should cost, nothing is dear.
        cast(purchase_receipts.amount_base - {{ affluent.mul_money(
            'purchase_receipts.quantity', 'purchase_lines.standard_unit_cost_base'
        ) }} as decimal(18, 2)) as price_variance_amount_base,
        {{ affluent.mul_money(
            'purchase_receipts.quantity', 'purchase_lines.standard_unit_cost_base'
        ) }} as standard_amount_base
    from purchase_receipts
    left join purchase_lines
        on purchase_receipts.source_name = purchase_lines.source_name
        and purchase_receipts.company_code = purchase_lines.company_code
        and purchase_receipts.order_number = purchase_lines.order_number
        and purchase_receipts.order_line_number = purchase_lines.line_number
    left join suppliers
        on purchase_receipts.source_name = suppliers.source_name
        and purchase_receipts.supplier_id = suppliers.supplier_id
    left join products
        on purchase_receipts.source_name = products.source_name
        and purchase_receipts.product_id = products.product_id
)

select * from final
