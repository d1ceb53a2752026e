with placed as (
    select * from {{ ref('int_stock_moves__placed') }}
),

translated as (
    select * from {{ ref('int_stock_moves__translated') }}
),

final as (
    select
        stock_move_key,
        moved_on,
        source_name,
        company_code,
        move_id,
        move_kind,
        document_type,
        document_number,
        line_number,
        product_key,
        lot_number,
        location_code,
        ownership,
        quantity,
        ledger_amount,
        amount_base,
        account_code,
        ledger_currency_code
    from placed
    union all
    select
        {{ affluent.surrogate_key(["'rate'", 'source_name', 'company_code', 'product_key', 'moved_on']) }}
            as stock_move_key,
        moved_on,
        source_name,
        company_code,
        cast(null as {{ dbt.type_string() }}) as move_id,
        'translation' as move_kind,
        cast(null as {{ dbt.type_string() }}) as document_type,
        cast(null as {{ dbt.type_string() }}) as document_number,
        cast(null as {{ dbt.type_string() }}) as line_number,
        product_key,
        cast(null as {{ dbt.type_string() }}) as lot_number,
        cast(null as {{ dbt.type_string() }}) as location_code,
        'own' as ownership,
        cast(0 as decimal(18, 4)) as quantity,
        cast(0 as decimal(18, 2)) as ledger_amount,
        amount_base,
        cast(null as {{ dbt.type_string() }}) as account_code,
        ledger_currency_code
    from translated
    where amount_base <> 0
)

select * from final
