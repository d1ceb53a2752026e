{{ config(materialized='table') }}

with moves_since as (
    select * from {{ ref('int_order_line_moves__unioned') }}
),

order_lines as (
    select * from {{ ref('int_order_lines__unioned') }}
),

customers as (
    select * from {{ ref('int_customers__resolved') }}
),

products as (
    select * from {{ ref('int_products__resolved') }}
),

moves as (
    select * from moves_since
    union all
    select
        source_name,
        company_code,
        order_number,
        line_number,
        'ordered' as move_type,
        ordered_on as moved_on,
        order_number as document_number,
        line_number as document_line_number,
        quantity
    from order_lines
),

-- What is invoiced and what is cancelled both leave the backlog, whichever comes first.
described as (
    select
        moves.source_name,
        moves.company_code,
        moves.order_number,
        moves.line_number,
        moves.move_type,
        moves.moved_on,
        moves.document_number,
        moves.document_line_number,
        moves.quantity,
        case moves.move_type
            when 'ordered' then 'ordered'
            when 'delivered' then 'delivered'
            else 'gone'
        end as direction,
        coalesce(customers.customer_key, {{ affluent.unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ affluent.unknown_key() }}) as product_key,
        order_lines.seller_name,
        order_lines.ordered_on,
        order_lines.promised_on,
        order_lines.quantity as ordered_quantity,
        order_lines.net_amount as ordered_amount,
        order_lines.currency_code,
        order_lines.is_inter_company
    from moves
    inner join order_lines
        on moves.source_name = order_lines.source_name
        and moves.company_code is not distinct from order_lines.company_code
        and moves.order_number = order_lines.order_number
        and moves.line_number = order_lines.line_number
    left join customers
        on order_lines.source_name = customers.source_name
        and order_lines.customer_id = customers.customer_id
    left join products
        on order_lines.source_name = products.source_name
        and order_lines.product_id = products.product_id
),

counted as (
    select
        *,
        sum(quantity) over (
            partition by source_name, company_code, order_number, line_number, direction
            order by moved_on, move_type, document_number, document_line_number
            rows unbounded preceding
        ) as quantity_so_far
    from described
),

-- Every move is worth its share of what was ordered, so that a line of which all is gone leaves
-- nothing in the backlog, whatever the invoice's own price and rate were.
final as (
    select
        source_name,
        company_code,
        order_number,
        line_number,
        move_type,
        moved_on,
        document_number,
        document_line_number,
        customer_key,
        product_key,
        seller_name,
        ordered_on,
        promised_on,
        quantity,
        coalesce(
            {{ affluent.in_proportion('ordered_amount', 'quantity_so_far', 'ordered_quantity') }}
            - {{ affluent.in_proportion(
                'ordered_amount', '(quantity_so_far - quantity)', 'ordered_quantity'
            ) }},
            case when move_type = 'ordered' then ordered_amount else 0 end
        ) as amount,
        currency_code,
        is_inter_company
    from counted
)

select * from final
