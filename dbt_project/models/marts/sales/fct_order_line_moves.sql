with moves as (
    select * from {{ ref('int_order_line_moves__valued') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'order_number', 'line_number', 'move_type',
            'document_number', 'document_line_number'
        ]) }} as order_line_move_key,
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
        move_type,
        moved_on,
        document_number,
        document_line_number,
        customer_key,
        product_key,
        seller_name,
        is_inter_company,
        quantity,
        cast(amount as decimal(18, 2)) as amount_base,
        cast(case
            when move_type = 'ordered' then amount
            when move_type in ('cancelled', 'invoiced') then -amount
            else 0
        end as decimal(18, 2)) as backlog_amount_base,
        currency_code
    from moves
)

select * from final
