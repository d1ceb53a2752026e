{{ config(materialized='table') }}

with unioned as (
    select * from {{ ref('int_products__unioned') }}
),

-- What somebody of the company decided: that a product of a source is known under a number.
mapped as (
    {{ affluent.listed_rows('product_map', ['source_name', 'product_id', 'product_number']) }}
),

numbered as (
    select
        unioned.source_name,
        unioned.product_id,
        coalesce(mapped.product_number, unioned.product_number) as shared_number,
        {{ affluent.code_key('coalesce(mapped.product_number, unioned.product_number)') }}
            as code_key
    from unioned
    left join mapped
        on unioned.source_name = mapped.source_name
        and unioned.product_id = mapped.product_id
),

codes as (
    select
        source_name,
        code_key,
        count(distinct shared_number) as number_count
    from numbered
    where code_key is not null
    group by source_name, code_key
),

-- Where one source tells A-1 from A1, they are two products, and signs tell products apart.
ambiguous as (
    select code_key
    from codes
    group by code_key
    having max(number_count) > 1
),

-- P-00042, p 42 and P00042 are one number: the first of its spellings gives the key.
spelt as (
    select
        numbered.code_key,
        min(numbered.shared_number) as shared_number
    from numbered
    left join ambiguous
        on numbered.code_key = ambiguous.code_key
    where numbered.code_key is not null
        and ambiguous.code_key is null
    group by numbered.code_key
),

final as (
    select
        unioned.source_name,
        unioned.product_id,
        case
            when numbered.shared_number is not null
                then {{ affluent.surrogate_key(
                    ["'number'", 'coalesce(spelt.shared_number, numbered.shared_number)']
                ) }}
            else {{ affluent.surrogate_key(
                ["'source'", 'unioned.source_name', 'unioned.product_id']
            ) }}
        end as product_key,
        unioned.product_number,
        unioned.product_name,
        unioned.category,
        unioned.subcategory,
        unioned.product_line,
        unioned.list_price_amount,
        unioned.currency_code,
        {{ affluent.source_priority('unioned.source_name') }} as source_priority
    from unioned
    inner join numbered
        on unioned.source_name = numbered.source_name
        and unioned.product_id = numbered.product_id
    left join spelt
        on numbered.code_key = spelt.code_key
)

select * from final
