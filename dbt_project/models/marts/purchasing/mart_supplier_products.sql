{#- Who sold us what in the last twelve months: a product that only one supplier brought hangs by him. -#}
with purchase_receipts as (
    select * from {{ ref('fct_purchase_receipts') }}
),

recent as (
    select
        supplier_key,
        product_key,
        sum(quantity) as quantity,
        sum(amount_base) as amount_base,
        max(received_on) as last_received_on
    from purchase_receipts
    where received_on > {{ dbt.dateadd('year', -1, affluent.as_of()) }}
        and received_on <= {{ affluent.as_of() }}
        and product_key <> {{ affluent.unknown_key() }}
    group by supplier_key, product_key
),

shared as (
    select
        *,
        count(*) over (partition by product_key) as supplier_count
    from recent
    where quantity > 0
),

final as (
    select
        {{ affluent.surrogate_key(['supplier_key', 'product_key']) }} as supplier_product_key,
        {{ affluent.as_of() }} as stood_on,
        supplier_key,
        product_key,
        cast(quantity as decimal(18, 4)) as year_quantity,
        cast(amount_base as decimal(18, 2)) as year_amount_base,
        last_received_on,
        cast(supplier_count as integer) as supplier_count,
        supplier_count = 1 as is_single_source
    from shared
)

select * from final
