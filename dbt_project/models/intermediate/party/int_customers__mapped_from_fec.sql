{{ config(enabled=var('fec_sources', []) | length > 0) }}

with journal_lines as (
    select * from {{ ref('int_journal_lines__mapped_from_fec') }}
),

-- The auxiliary accounts of customers. Whether another system gives its customers the same
-- numbers nobody knows: each is its own.
final as (
    select
        source_name,
        customer_id,
        cast(null as {{ dbt.type_string() }}) as customer_number,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        max_by(party_name, posted_on) as customer_name,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as segment,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        cast(null as date) as created_on
    from journal_lines
    where customer_id is not null
    group by source_name, customer_id
)

select * from final
