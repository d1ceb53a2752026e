with purchase_lines as (
    select * from {{ ref('int_purchase_lines__unioned') }}
),

purchase_receipts as (
    select * from {{ ref('int_purchase_receipts__unioned') }}
),

suppliers as (
    select * from {{ ref('int_suppliers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

received as (
    select
        purchase_lines.source_name,
        purchase_lines.company_code,
        purchase_lines.order_number,
        purchase_lines.line_number,
        min(purchase_receipts.received_on) as first_received_on,
        max(purchase_receipts.received_on) as last_received_on,
        sum(case
            when purchase_receipts.document_type = 'receipt' then purchase_receipts.quantity
            else 0
        end) as received_quantity,
        -sum(case
            when purchase_receipts.document_type = 'return' then purchase_receipts.quantity
            else 0
        end) as returned_quantity,
        sum(purchase_receipts.refused_quantity) as refused_quantity,
        sum(case
            when purchase_receipts.document_type = 'receipt'
                and purchase_receipts.received_on <= purchase_lines.first_promised_on
                then purchase_receipts.quantity
            else 0
        end) as received_by_first_promise,
        sum(case
            when purchase_receipts.document_type = 'receipt'
                and purchase_receipts.received_on <= purchase_lines.promised_on
                then purchase_receipts.quantity
            else 0
        end) as received_by_promise
    from purchase_lines
    inner join purchase_receipts
        on purchase_lines.source_name = purchase_receipts.source_name
        and purchase_lines.company_code = purchase_receipts.company_code
        and purchase_lines.order_number = purchase_receipts.order_number
        and purchase_lines.line_number = purchase_receipts.order_line_number
    group by
        purchase_lines.source_name,
        purchase_lines.company_code,
        purchase_lines.order_number,
        purchase_lines.line_number
),

-- What was cancelled was never due. What is promised for later is not due yet, and what nobody
-- promised is due on no day.
measured as (
    select
        purchase_lines.*,
        purchase_lines.quantity - coalesce(purchase_lines.cancelled_quantity, 0)
            as wanted_quantity,
        received.first_received_on,
        received.last_received_on,
        coalesce(received.received_quantity, 0) as received_quantity,
        coalesce(received.returned_quantity, 0) as returned_quantity,
        coalesce(received.refused_quantity, 0) as refused_quantity,
        coalesce(received.received_by_first_promise, 0) as received_by_first_promise,
        coalesce(received.received_by_promise, 0) as received_by_promise,
        coalesce(purchase_lines.first_promised_on <= {{ affluent.as_of() }}, false) as is_due,
        coalesce(purchase_lines.promised_on <= {{ affluent.as_of() }}, false)
            as is_due_by_last_promise
    from purchase_lines
    left join received
        on purchase_lines.source_name = received.source_name
        and purchase_lines.company_code = received.company_code
        and purchase_lines.order_number = received.order_number
        and purchase_lines.line_number = received.line_number
),

final as (
    select
        {{ affluent.surrogate_key([
            'measured.source_name', 'measured.company_code', 'measured.order_number',
            'measured.line_number'
        ]) }} as purchase_line_key,
        measured.source_name,
        measured.company_code,
        measured.order_number,
        measured.line_number,
        coalesce(suppliers.supplier_key, {{ affluent.unknown_key() }}) as supplier_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        measured.status,
        measured.ordered_on,
        measured.confirmed_on,
        measured.first_promised_on,
        measured.promised_on,
        measured.first_received_on,
        measured.last_received_on,
        measured.quantity,
        measured.wanted_quantity,
        cast(measured.received_quantity as decimal(18, 4)) as received_quantity,
        cast(measured.refused_quantity as decimal(18, 4)) as refused_quantity,
        cast(measured.returned_quantity as decimal(18, 4)) as returned_quantity,
        cast(case when measured.status = 'open'
            then greatest(measured.wanted_quantity - measured.received_quantity, 0)
            else 0
        end as decimal(18, 4)) as open_quantity,
        cast(case when measured.is_due then measured.wanted_quantity else 0 end as decimal(18, 4))
            as due_quantity,
        -- Never more than was due: what comes twice makes nobody punctual twice.
        cast(case when measured.is_due
            then least(measured.wanted_quantity, measured.received_by_first_promise)
            else 0
        end as decimal(18, 4)) as on_time_quantity,
        cast(case when measured.is_due_by_last_promise then measured.wanted_quantity else 0 end
            as decimal(18, 4)) as last_due_quantity,
        cast(case when measured.is_due_by_last_promise
            then least(measured.wanted_quantity, measured.received_by_promise)
            else 0
        end as decimal(18, 4)) as last_on_time_quantity,
        measured.is_due and measured.wanted_quantity > 0 as is_due,
        measured.is_due and measured.wanted_quantity > 0
        and measured.received_by_first_promise >= measured.wanted_quantity as is_on_time_in_full,
        measured.unit_price,
        measured.net_amount,
        measured.currency_code,
        measured.net_amount_base,
        cast(case when measured.status = 'open'
            then {{ affluent.in_proportion(
                'measured.net_amount_base',
                'greatest(measured.wanted_quantity - measured.received_quantity, 0)',
                'measured.quantity'
            ) }}
            else 0
        end as decimal(18, 2)) as open_amount_base,
        measured.standard_unit_cost_base,
        measured.previous_unit_price_base
    from measured
    left join suppliers
        on measured.source_name = suppliers.source_name
        and measured.supplier_id = suppliers.supplier_id
    left join products
        on measured.source_name = products.source_name
        and measured.product_id = products.product_id
)

select * from final
