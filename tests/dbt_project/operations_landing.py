"""A landing file of a tiny operational store, written as connectors land it: no connector needed.

One customer seen from both sides, one prospect that was entered twice and merged, two products, an
invoice and the credit notes that correct it, one open and one won opportunity, ten pumps that were
ordered and came, of which four were delivered, and the journal entries of all that. Every other
table of the store has landed too, and is empty; a column that is not named here is null.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import sales_landing

MANIFESTS = Path(__file__).parents[2] / "connectors" / "operations"

META = (
    "cast(null as varchar) as _extra, cast(row_number() over () as varchar) as _key, "
    "'' as _hash, cast(1 as bigint) as _seq, now() as _extracted_at, false as _is_deleted"
)

# Table → its rows as a SQL relation, typed as PostgreSQL types them.
TABLES: dict[str, str] = {
    "customers": """
        select 1::bigint as customer_id, 'C00001' as customer_number, 'Durand SA' as name,
            null::varchar as legal_id, 'FR' as country_code, 'Lyon' as city,
            null::varchar as segment, 30 as payment_terms_days, date '2024-01-05' as created_on
    """,
    "suppliers": """
        select 1::bigint as supplier_id, 'S00001' as supplier_number, 'Rossi Spa' as name,
            null::varchar as legal_id, 'IT' as country_code, 'Torino' as city,
            date '2024-01-02' as created_on, null::varchar as siren, null::varchar as vat_number
    """,
    "accounts": """
        select * from (values
            (1::bigint, 'A00001', 'Durand', '123456789', 'FR', 'Lyon', 'retail', 'Ada', 1::bigint,
                null::bigint),
            (2, 'A00002', 'Prospect SARL', null, 'BE', 'Namur', 'food', 'Ada', null, null),
            (3, 'A00003', 'Prospect', null, 'BE', 'Namur', 'food', 'Ada', null, 2)
        ) as t (account_id, account_number, name, legal_id, country_code, city, industry,
            owner_name, customer_id, merged_into_id)
        cross join (select 1::bigint as owner_id)
    """,
    "employees": """
        select 1::bigint as employee_id, 'E00001' as employee_number, 1::bigint as company_id,
            'Ada' as name, 'ada@durand.test' as email, 'Sales' as job, 1::bigint as team_id,
            null::bigint as cost_centre_id, date '2024-01-01' as hired_on, null::date as left_on
    """,
    "contacts": """
        select 1::bigint as contact_id, 1::bigint as account_id, 'Grace' as first_name,
            'Hopper' as last_name, 'grace@durand.test' as email, null::varchar as phone,
            'Buyer' as job_title, 'valid' as email_validity, null::bigint as merged_into_id,
            timestamp '2024-01-06 10:00:00' as created_at
    """,
    "consent_events": """
        select 1::bigint as consent_event_id, 1::bigint as contact_id, 'newsletter' as purpose,
            'given' as action, 'web' as channel, timestamp '2024-02-01 10:00:00' as said_at,
            date '2024-02-01' as said_on, date '2027-01-31' as expires_on,
            'form' as proof_source
    """,
    "teams": """
        select 1::bigint as team_id, 'SALES' as team_code, 'Sales' as name,
            null::bigint as manager_id
    """,
    "products": """
        select * from (values
            (1::bigint, 'P1', 'Pump', 'Pumps', 'Small', 250.00::decimal(18, 4), 'EUR', 'EA', true),
            (2, 'P2', 'Hose', 'Hoses', 'Small', 12.50, 'EUR', 'EA', true)
        ) as t (product_id, product_number, name, category, subcategory, list_price,
            currency_code, unit_code, is_active)
    """,
    "product_costs": """
        select * from (values
            (1::bigint, 1::bigint, date '2024-01-01', date '2024-06-30', 100.0000::decimal(18, 4)),
            (2, 1, date '2024-07-01', null, 120.0000)
        ) as t (product_cost_id, product_id, valid_from, valid_to, unit_cost)
    """,
    "sales_orders": """
        select 1::bigint as order_id, 'SO1' as order_number, 1::bigint as customer_id,
            null::bigint as quote_id, 'Ada' as seller_name, null::bigint as seller_id,
            date '2024-03-01' as ordered_on, date '2024-03-08' as promised_on,
            'closed' as status, 'EUR' as currency_code, 1::bigint as company_id
    """,
    "invoices": """
        select 1::bigint as invoice_id, 'INV1' as invoice_number, 1::bigint as customer_id,
            1::bigint as order_id, date '2024-03-10' as posted_on, date '2024-04-09' as due_on,
            'EUR' as currency_code, 1050.00::decimal(18, 2) as net_amount,
            210.00::decimal(18, 2) as tax_amount, 1260.00::decimal(18, 2) as gross_amount,
            1::bigint as company_id, 'sale' as kind, 1::decimal(18, 8) as exchange_rate,
            0.00::decimal(18, 2) as freight_amount_base, 1050.00::decimal(18, 2) as net_amount_base
    """,
    "companies": """
        select 1::bigint as company_id, 'MAIN' as company_code, 'Durand' as name,
            'FR' as country_code, 'EUR' as currency_code, '552100554' as legal_id,
            null::bigint as parent_company_id
    """,
    "budgets": """
        select * from (values
            (1::bigint, 1::bigint, 'initial', '707', null::bigint, date '2024-07-01',
                1000.00::decimal(18, 2)),
            (2, 1, 'initial', '6999', null, date '2024-07-01', 10.00)
        ) as t (budget_id, company_id, version, account_code, cost_centre_id, month, amount)
    """,
    "supplier_invoices": """
        select 1::bigint as supplier_invoice_id, 'SI1' as supplier_invoice_number,
            1::bigint as company_id, 1::bigint as supplier_id, 'R-1' as supplier_reference,
            date '2024-03-05' as invoiced_on, date '2024-03-06' as posted_on,
            date '2024-04-05' as due_on, 'EUR' as currency_code, 1::decimal(18, 8) as exchange_rate,
            100.00::decimal(18, 2) as net_amount, 100.00::decimal(18, 2) as net_amount_base,
            120.00::decimal(18, 2) as gross_amount_base
    """,
    "cost_centres": """
        select 1::bigint as cost_centre_id, 'SALES' as cost_centre_code, 'Sales' as name
    """,
    "currency_rates": """
        select 1::bigint as currency_rate_id, 'CHF' as from_currency, 'EUR' as to_currency,
            date '2024-01-01' as valid_on, 1.05::decimal(18, 8) as rate
    """,
    "invoice_lines": """
        select *, net_amount as net_amount_base, 0.03::decimal(9, 6) as commission_rate
        from (values
            (1::bigint, 1::bigint, 1, 1::bigint, 1::bigint, 4.0000::decimal(18, 4),
                250.0000::decimal(18, 4), 0.000000::decimal(9, 6), 1000.00::decimal(18, 2),
                0.200000::decimal(9, 6), 410.00::decimal(18, 2)),
            (2, 1, 2, 2, 2, 4.0000, 12.5000, 0.000000, 50.00, 0.200000, null)
        ) as t (invoice_line_id, invoice_id, line_number, order_line_id, product_id, quantity,
            unit_price, discount_rate, net_amount, tax_rate, cost_amount)
    """,
    "credit_notes": """
        select *, 1::bigint as company_id, 1::decimal(18, 8) as exchange_rate,
            0.00::decimal(18, 2) as freight_amount_base, net_amount as net_amount_base
        from (values
            (1::bigint, 'CN1', 1::bigint, 1::bigint, date '2024-04-02', 'return', 'EUR',
                250.00::decimal(18, 2), 50.00::decimal(18, 2), 300.00::decimal(18, 2)),
            (2, 'CN2', 1, 1, date '2024-05-02', 'price', 'EUR', 30.00, 6.00, 36.00)
        ) as t (credit_note_id, credit_note_number, invoice_id, customer_id, posted_on, reason,
            currency_code, net_amount, tax_amount, gross_amount)
    """,
    "credit_note_lines": """
        select *, net_amount as net_amount_base from (values
            (1::bigint, 1::bigint, 1, 1::bigint, 1::bigint, 1.0000::decimal(18, 4),
                250.00::decimal(18, 2), 0.200000::decimal(9, 6), 102.50::decimal(18, 2)),
            (2, 2, 1, 1, 1, 0.0000, 30.00, 0.200000, 0.00)
        ) as t (credit_note_line_id, credit_note_id, line_number, invoice_line_id, product_id,
            quantity, net_amount, tax_rate, cost_amount)
    """,
    "opportunity_stages": """
        select * from (values
            ('proposal', 2, 0.400000::decimal(9, 6), 'open'),
            ('won', 3, 1.000000, 'won')
        ) as t (stage, position, probability, outcome)
    """,
    "opportunities": """
        select * from (values
            (1::bigint, 'OP1', 1::bigint, 'Pumps for Lyon', 'won', 1050.00::decimal(18, 2), 'EUR',
                1::bigint, 'Ada', date '2024-01-20', date '2024-03-01', date '2024-02-29',
                null::varchar),
            (2, 'OP2', 3, 'First pump', 'proposal', null, 'EUR', 1, 'Ada', date '2024-05-20',
                date '2024-09-01', null, null)
        ) as t (opportunity_id, opportunity_number, account_id, name, stage, amount,
            currency_code, product_id, owner_name, created_on, expected_close_on, closed_on,
            lost_reason)
        cross join (select 1::bigint as owner_id)
    """,
    "purchase_orders": """
        select 1::bigint as purchase_order_id, 'PO1' as purchase_order_number,
            1::bigint as company_id, 1::bigint as supplier_id, date '2024-01-10' as ordered_on,
            null::date as confirmed_on, 'received' as status, 'EUR' as currency_code,
            1::decimal(18, 8) as exchange_rate
    """,
    "purchase_order_lines": """
        select 1::bigint as purchase_order_line_id, 1::bigint as purchase_order_id,
            1 as line_number, 1::bigint as product_id, 10.0000::decimal(18, 4) as quantity,
            102.5000::decimal(18, 4) as unit_price, 102.5000::decimal(18, 4) as unit_price_base,
            1025.00::decimal(18, 2) as net_amount, 0.0000::decimal(18, 4) as cancelled_quantity,
            null::decimal(18, 4) as last_unit_price_base,
            100.0000::decimal(18, 4) as standard_unit_cost
    """,
    "purchase_promises": """
        select 1::bigint as purchase_order_line_id, 1 as promise_number,
            date '2024-01-20' as promised_on, date '2024-01-10' as said_on
    """,
    "receipts": """
        select 1::bigint as receipt_id, 'RC1' as receipt_number, 1::bigint as company_id,
            1::bigint as purchase_order_id, 1::bigint as supplier_id,
            date '2024-01-20' as received_on, 'EUR' as currency_code
    """,
    "receipt_lines": """
        select 1::bigint as receipt_line_id, 1::bigint as receipt_id, 1 as line_number,
            1::bigint as purchase_order_line_id, 1::bigint as product_id,
            10.0000::decimal(18, 4) as quantity, 0.0000::decimal(18, 4) as refused_quantity,
            1025.00::decimal(18, 2) as amount_base, 1025.00::decimal(18, 2) as stock_amount_base,
            1::bigint as stock_move_id, timestamp '2024-01-20 09:00:00' as created_at
    """,
    "locations": """
        select * from (values
            (1::bigint, 1::bigint, 'MAIN', 'Main', 'internal', true),
            (2, 1, 'SUPPLIERS', 'Suppliers', 'supplier', false),
            (3, 1, 'CUSTOMERS', 'Customers', 'customer', false)
        ) as t (location_id, company_id, location_code, name, kind, is_own)
    """,
    "stock_moves": """
        select * from (values
            (1::bigint, 1::bigint, 1::bigint, null::bigint, 2::bigint, 1::bigint,
                10.0000::decimal(18, 4), date '2024-01-20', 'receipt', 'RC1', 1),
            (2, 1, 1, null, 1, 3, 4.0000, date '2024-03-08', 'delivery', 'DL1', 1)
        ) as t (stock_move_id, company_id, product_id, lot_id, from_location_id, to_location_id,
            quantity, moved_on, document_type, document_number, line_number)
    """,
    "stock_values": """
        select * from (values
            (1::bigint, 1::bigint, 1::bigint, 1::bigint, '37', date '2024-01-20', 'receipt', 'RC1',
                'move', 1025.00::decimal(18, 2)),
            (2, 1, 1, 2, '37', date '2024-03-08', 'delivery', 'DL1', 'move', -410.00)
        ) as t (stock_value_id, company_id, product_id, stock_move_id, account_code, valued_on,
            document_type, document_number, reason, value_delta)
    """,
    "journal_entries": """
        select *, 1::bigint as company_id from (values
            (1::bigint, 'JE1', 'VT', date '2024-03-10', 'invoice', 'INV1', 'Invoice INV1'),
            (2, 'JE2', 'VT', date '2024-04-02', 'credit_note', 'CN1', 'Credit note CN1'),
            (3, 'JE3', 'VT', date '2024-05-02', 'credit_note', 'CN2', 'Credit note CN2'),
            (4, 'JE4', 'ST', date '2024-01-20', 'receipt', 'RC1', 'Receipt RC1'),
            (5, 'JE5', 'ST', date '2024-03-08', 'delivery', 'DL1', 'Delivery DL1')
        ) as t (entry_id, entry_number, journal_code, posted_on, document_type, document_number,
            description)
    """,
    "journal_lines": """
        select
            *,
            case when account_code = '411' then 'INV1' end as reference,
            null::bigint as lettering_id,
            null::bigint as supplier_id,
            null::date as due_on,
            null::date as item_on,
            null::varchar as currency_code,
            null::decimal(18, 2) as document_amount
        from (values
            (1::bigint, 1::bigint, 1, '411', 1::bigint, 'Durand', 1260.00::decimal(18, 2),
                0.00::decimal(18, 2)),
            (2, 1, 2, '707', null, 'Sales', 0.00, 1050.00),
            (3, 1, 3, '44571', null, 'VAT', 0.00, 210.00),
            (4, 2, 1, '411', 1, 'Durand', 0.00, 300.00),
            (5, 2, 2, '707', null, 'Sales', 250.00, 0.00),
            (6, 2, 3, '44571', null, 'VAT', 50.00, 0.00),
            (7, 3, 1, '411', 1, 'Durand', 0.00, 36.00),
            (8, 3, 2, '707', null, 'Sales', 30.00, 0.00),
            (9, 3, 3, '44571', null, 'VAT', 6.00, 0.00),
            (10, 4, 1, '37', null, 'Stock', 1025.00, 0.00),
            (11, 4, 2, '6037', null, 'Change in stock', 0.00, 1025.00),
            (12, 5, 1, '6037', null, 'Change in stock', 410.00, 0.00),
            (13, 5, 2, '37', null, 'Stock', 0.00, 410.00)
        ) as t (journal_line_id, entry_id, line_number, account_code, customer_id, label, debit,
            credit)
    """,
    "ledger_accounts": """
        select * from (values
            ('411', 'Clients', 4), ('707', 'Ventes', 7), ('44571', 'TVA', 4),
            ('37', 'Stocks de marchandises', 3), ('6037', 'Variation des stocks', 6)
        ) as t (account_code, name, account_class)
    """,
}
TABLES |= sales_landing.TABLES

STAGED_TOTALS = [
    {"entity": "sales_lines", "model": "stg_operations__invoice_lines", "sum": "net_amount"},
    {"entity": "sales_lines", "model": "stg_operations__credit_note_lines", "sum": "-net_amount"},
]


def write(path: Path) -> None:
    """Create the landing file at ``path`` with every table under ``raw_operations``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw_operations")
        for table, columns in _landed():
            rows = TABLES.get(table, "select 1 where false")
            given = {row[0] for row in connection.execute(f"describe {rows}").fetchall()}
            shown = ["*"] if table in TABLES else []
            shown += [
                f"cast(null as {_type(kind)}) as {name}"
                for name, kind in columns.items()
                if name not in given
            ]
            connection.execute(
                f"create table raw_operations.{table} as"
                f" select {', '.join(shown)}, {META} from ({rows})"
            )


def _landed() -> Iterator[tuple[str, dict[str, str | dict[str, str]]]]:
    """Every table of the connector's manifests, with its columns."""
    manifests = [
        tomllib.loads(path.read_text("utf-8")) for path in sorted(MANIFESTS.glob("*.toml"))
    ]
    of_all = {name: kind for each in manifests for name, kind in _defaults(each).items()}
    for stream in (stream for each in manifests for stream in each.get("streams", [])):
        yield stream["name"], stream["columns"] | of_all


def _defaults(manifest: dict[str, Any]) -> dict[str, str]:
    """The columns that every table of a manifest has."""
    columns: dict[str, str] = manifest.get("defaults", {}).get("columns", {})
    return columns


def _type(declared: str | dict[str, str]) -> str:
    """The engine's name of a manifest's type."""
    kind = declared if isinstance(declared, str) else declared["type"]
    return {"integer": "bigint", "text": "varchar"}.get(kind, kind)


def change(path: Path, statement: str) -> None:
    """Run one statement on the landing file: what a test breaks by force."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
