"""Proofs of the sales chain: what left was ordered, what was invoiced left, what is owed is 411."""

from __future__ import annotations

from typing import Final

from operations.erp.proofs.model import Proof, asking

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
)
