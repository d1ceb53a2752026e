{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with journal_entries as (
    select * from {{ ref('stg_odoo__journal_entries') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

units as (
    select * from {{ ref('stg_odoo__units') }}
),

users as (
    select * from {{ ref('stg_odoo__users') }}
),

order_lines as (
    select * from {{ ref('int_odoo_order_lines__valued') }}
),

products as (
    select * from {{ ref('int_odoo_products__described') }}
),

parties as (
    select * from {{ ref('int_odoo_parties__numbered') }}
),

companies as (
    select * from {{ ref('int_odoo_companies__named') }}
),

group_rates as (
    select * from {{ ref('int_group_rates__mapped_from_odoo') }}
),

documents as (
    select
        *,
        case when entry_type = 'out_refund' then 'credit_note' else 'invoice' end as document_type,
        count(*) over (partition by source_name, entry_type, entry_number) as bearer_count
    from journal_entries
    where status = 'posted'
        and entry_type in ('out_invoice', 'out_refund', 'out_receipt')
),

-- The lines that a customer reads; not taxes, terms, rounding, or what Odoo adds for the cost of
-- goods. A down-payment is no revenue, nor is what takes it off the last invoice.
posted as (
    select
        documents.source_name,
        documents.document_type,
        case when documents.bearer_count > 1
            then documents.entry_number || ' ('
                || cast(documents.company_id as {{ dbt.type_string() }}) || ')'
            else documents.entry_number
        end as document_number,
        documents.company_id,
        documents.posted_on,
        documents.user_id,
        journal_lines.journal_line_id,
        journal_lines.order_line_id,
        journal_lines.partner_id,
        journal_lines.product_id,
        {{ affluent.in_units(
            'journal_lines.quantity', 'units.reference_units', 'products.reference_units'
        ) }} as document_quantity,
        journal_lines.unit_price,
        journal_lines.credit_amount - journal_lines.debit_amount as net_amount_base,
        order_lines.order_number,
        order_lines.seller_name,
        order_lines.ordered_on,
        order_lines.delivered_quantity,
        order_lines.issued_quantity,
        order_lines.issued_amount,
        order_lines.expected_quantity,
        order_lines.expected_amount
    from journal_lines
    inner join documents
        on journal_lines.source_name = documents.source_name
        and journal_lines.entry_id = documents.entry_id
    left join order_lines
        on journal_lines.source_name = order_lines.source_name
        and journal_lines.order_line_id = order_lines.order_line_id
    left join products
        on journal_lines.source_name = products.source_name
        and journal_lines.product_id = products.product_id
    left join units
        on journal_lines.source_name = units.source_name
        and journal_lines.unit_id = units.unit_id
    where journal_lines.line_type = 'product'
        and not journal_lines.is_down_payment
        and not coalesce(order_lines.is_down_payment, false)
),

-- How much of an order line was invoiced and is not with the customer: so much may come off by
-- credit notes, in their order. What is credited beyond that is a price, not goods.
counted as (
    select
        *,
        greatest(
            sum(case when document_type = 'invoice' then document_quantity else 0 end) over (
                partition by source_name, order_line_id
            ) - delivered_quantity,
            0
        ) as returnable_quantity,
        sum(case when document_type = 'credit_note' then document_quantity else 0 end) over (
            partition by source_name, order_line_id
            order by posted_on, journal_line_id
            rows unbounded preceding
        ) as credited_quantity
    from posted
),

moved as (
    select
        *,
        cast(case
            when document_type = 'invoice' then document_quantity
            when order_line_id is null or delivered_quantity is null then -document_quantity
            else -greatest(
                least(
                    document_quantity,
                    returnable_quantity - (credited_quantity - document_quantity)
                ),
                0
            )
        end as decimal(18, 4)) as quantity
    from counted
),

-- What the goods were worth when they left; else what the margin module said of them.
costed as (
    select
        *,
        case
            when issued_quantity > 0
                then {{ affluent.in_proportion('issued_amount', 'quantity', 'issued_quantity') }}
            when expected_amount is not null
                then {{ affluent.in_proportion(
                    'expected_amount', 'quantity', 'expected_quantity'
                ) }}
        end as cost_amount_base
    from moved
),

-- From the currency of the company's books into the group's, at the rate of the posting day. A
-- line whose rate nobody entered keeps its own currency: the law names it.
final as (
    select
        costed.source_name,
        coalesce(companies.company_name, '') as company_code,
        costed.document_type,
        costed.document_number,
        cast(costed.journal_line_id as {{ dbt.type_string() }}) as line_number,
        costed.order_number,
        cast(null as {{ dbt.type_string() }}) as order_line_number,
        parties.customer_id,
        cast(costed.product_id as {{ dbt.type_string() }}) as product_id,
        coalesce(users.user_name, costed.seller_name) as seller_name,
        costed.ordered_on,
        costed.posted_on,
        costed.quantity,
        costed.unit_price,
        cast(null as decimal(18, 2)) as list_amount,
        coalesce(
            {{ affluent.mul_money('costed.net_amount_base', 'group_rates.rate') }},
            costed.net_amount_base
        ) as net_amount,
        coalesce(
            {{ affluent.mul_money('costed.cost_amount_base', 'group_rates.rate') }},
            costed.cost_amount_base
        ) as cost_amount,
        case when group_rates.rate is null
            then companies.currency_code
            else '{{ var("currency") }}'
        end as currency_code,
        -- The price in the currency of the books: what Odoo's own rates did is part of the price.
        costed.net_amount_base as document_amount,
        companies.currency_code as document_currency_code,
        costed.cost_amount_base as ledger_cost_amount,
        false as is_inter_company,
        costed.net_amount_base as ledger_amount
    from costed
    left join companies
        on costed.source_name = companies.source_name
        and costed.company_id = companies.company_id
    left join group_rates
        on companies.source_name = group_rates.source_name
        and companies.currency_code = group_rates.currency_code
        and costed.posted_on >= group_rates.valid_from_on
        and costed.posted_on <= group_rates.valid_to_on
    left join parties
        on costed.source_name = parties.source_name
        and costed.partner_id = parties.partner_id
    left join users
        on costed.source_name = users.source_name
        and costed.user_id = users.user_id
)

select * from final
