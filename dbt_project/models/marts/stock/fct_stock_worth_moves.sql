with stock_moves as (
    select * from {{ ref('fct_stock_moves') }}
),

balance_moves as (
    select * from {{ ref('fct_balance_moves') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

kept as (
    select distinct source_name
    from stock_moves
),

of_goods as (
    select
        {{ affluent.surrogate_key(["'move'", 'stock_move_key']) }} as stock_worth_move_key,
        moved_on,
        source_name,
        company_code,
        product_key,
        document_type,
        document_number,
        line_number,
        account_code,
        amount_base
    from stock_moves
),

-- A source that keeps books and no goods says in its stock accounts what its stock is worth.
of_books as (
    select
        {{ affluent.surrogate_key(["'balance'", 'balance_moves.balance_move_key']) }}
            as stock_worth_move_key,
        balance_moves.moved_on,
        balance_moves.source_name,
        balance_moves.company_code,
        {{ affluent.unknown_key() }} as product_key,
        'ledger' as document_type,
        cast(null as {{ dbt.type_string() }}) as document_number,
        cast(null as {{ dbt.type_string() }}) as line_number,
        balance_moves.account_code,
        balance_moves.amount_base
    from balance_moves
    inner join accounts
        on balance_moves.account_key = accounts.account_key
    left join kept
        on balance_moves.source_name = kept.source_name
    where accounts.account_class = '3'
        and kept.source_name is null
),

final as (
    select * from of_goods
    union all
    select * from of_books
)

select * from final
