-- Amounts of two currencies are never added up: a sales line or an opportunity that was not brought
-- into the company's currency, for want of a rate of its day, is an offender. What a ledger has
-- without a rate is withheld: see ledger_currencies_have_a_rate.
with sales_lines as (
    select * from {{ ref('fct_sales_lines') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

documents as (
    select
        source_name,
        document_type,
        document_number,
        currency_code
    from sales_lines
    union all
    select
        source_name,
        'opportunity' as document_type,
        opportunity_id as document_number,
        currency_code
    from opportunities
),

final as (
    select distinct
        source_name,
        document_type,
        document_number,
        currency_code,
        '{{ var("currency") }}' as company_currency_code
    from documents
    where currency_code is distinct from '{{ var("currency") }}'
)

select * from final
