"""Proofs of the sales chain: what left was ordered, what was invoiced left and is earned."""

from __future__ import annotations

from typing import Final

from operations.database.connection import Connection
from operations.erp.proofs.model import Offender, Proof, asking
from operations.erp.sales.revenue import REVENUE


def sales_stand_elsewhere(connection: Connection) -> list[Offender]:
    """Invoices and credit notes whose lines and ledger differ on an account of sales."""
    return connection.execute(
        "with accounts as (select * from unnest(%(kinds)s::text[], %(accounts)s::text[])"
        "  as accounts (kind, account_code)),"
        " sold as (select company_id, invoice_number as number, 'invoice' as type, product_id,"
        "   lines.net_amount_base as amount"
        "  from erp.invoice_lines as lines join erp.invoices using (invoice_id)"
        "  union all select company_id, credit_note_number, 'credit_note', product_id,"
        "   -lines.net_amount_base"
        "  from erp.credit_note_lines as lines join erp.credit_notes using (credit_note_id)),"
        " moved as (select company_id, type, number, account_code, amount, 0::numeric as posted"
        "  from sold join erp.products using (product_id) join accounts using (kind)"
        "  union all select company_id, document_type, document_number, account_code, 0,"
        "   credit - debit from erp.journal_lines join erp.journal_entries using (entry_id)"
        "  where account_code = any(%(accounts)s) and document_type in ('invoice', 'credit_note'))"
        " select number || ', account ' || account_code, sum(amount), sum(posted) from moved"
        " group by company_id, type, number, account_code having sum(amount) <> sum(posted)",
        {
            "kinds": list(REVENUE),
            "accounts": [revenue.sales for revenue in REVENUE.values()],
        },
    ).fetchall()


SALES: Final = (
    Proof(
        "no more delivered than ordered",
        "Goods that nobody ordered must not leave.",
        asking(
            "select order_line_id::text, max(lines.quantity), sum(delivered.quantity)"
            " from erp.sales_order_lines as lines"
            " join erp.delivery_lines as delivered using (order_line_id)"
            " group by order_line_id having sum(delivered.quantity) > max(lines.quantity)"
        ),
    ),
    Proof(
        "no more invoiced than delivered",
        "What was not delivered is not earned.",
        asking(
            "with invoiced as (select order_line_id, sum(quantity) as quantity"
            "  from erp.invoice_lines group by 1),"
            " delivered as (select order_line_id, sum(quantity) as quantity"
            "  from erp.delivery_lines group by 1)"
            " select order_line_id::text, coalesce(delivered.quantity, 0), invoiced.quantity"
            " from invoiced left join delivered using (order_line_id)"
            " where invoiced.quantity > coalesce(delivered.quantity, 0)"
        ),
    ),
    Proof(
        "invoices are the sum of their lines and their freight",
        "A total that its lines do not make cannot be explained to the customer.",
        asking(
            "select invoice_number, sum(lines.net_amount_base) + max(freight_amount_base),"
            " max(invoices.net_amount_base)"
            " from erp.invoices join erp.invoice_lines as lines using (invoice_id)"
            " group by invoice_id having max(invoices.net_amount_base)"
            "  <> sum(lines.net_amount_base) + max(freight_amount_base)"
        ),
    ),
    Proof(
        "what is sold is earned on the account of its kind",
        "Goods, products and services each have a margin of their own.",
        sales_stand_elsewhere,
    ),
)
