"""What an invoice deducts of down-payments: paid in advance, so not owed a second time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.sales.model import NOTHING, Amount, Deduction, share_of


@dataclass(frozen=True)
class DownPayment:
    """A down-payment invoice; ``deductible`` was paid of it and is not deducted yet, with tax."""

    invoice_id: int
    net_amount: Decimal
    tax_amount: Decimal
    net_amount_base: Decimal
    tax_amount_base: Decimal
    tax_code: str | None
    deductible: Decimal
    deducted_net: Decimal
    deducted_tax: Decimal
    deducted_net_base: Decimal
    deducted_tax_base: Decimal

    @property
    def net(self) -> Amount:
        """What was asked, ex VAT."""
        return Amount(self.net_amount, self.net_amount_base)

    @property
    def tax(self) -> Amount:
        """Its VAT."""
        return Amount(self.tax_amount, self.tax_amount_base)

    @property
    def left(self) -> tuple[Amount, Amount]:
        """Net and VAT of which nothing was deducted yet."""
        return (
            self.net - Amount(self.deducted_net, self.deducted_net_base),
            self.tax - Amount(self.deducted_tax, self.deducted_tax_base),
        )


Plan = Sequence[tuple[DownPayment, Deduction]]


def deductions(
    connection: Connection, *, order_ids: Sequence[int], on: dt.date, owed: Amount
) -> Plan:
    """What an invoice may deduct that was paid by its day for its orders, the oldest first.

    ``owed`` is the invoice with tax. What is not needed stays for the next invoice.
    """
    return planned(_paid_in_advance(connection, order_ids, on), owed)


def write_deductions(
    connection: Connection, *, invoice_id: int, on: dt.date, plan: Plan, entry_id: int
) -> None:
    """Keep what was deducted, and the entry that posted it."""
    connection.execute(
        "insert into erp.down_payment_deductions (invoice_id, deducted_on, entry_id,"
        " down_payment_invoice_id, net_amount, tax_amount, gross_amount, net_amount_base,"
        " tax_amount_base, amount_base, exchange_difference_amount)"
        " select %s, %s, %s, given.* from unnest(%s::bigint[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[]) as given",
        [
            invoice_id,
            on,
            entry_id,
            [advance.invoice_id for advance, _ in plan],
            [less.net.document for _, less in plan],
            [less.tax.document for _, less in plan],
            [less.owed_less.document for _, less in plan],
            [less.net.base for _, less in plan],
            [less.tax.base for _, less in plan],
            [less.owed_less.base for _, less in plan],
            [less.exchange_gain for _, less in plan],
        ],
    )


def planned(advances: Sequence[DownPayment], owed: Amount) -> Plan:
    """How much of which down-payment an invoice takes; the last part takes what is left of it."""
    plan: list[tuple[DownPayment, Deduction]] = []
    left = owed
    for advance in advances:
        gross = min(advance.deductible, left.document)
        if gross <= 0:
            continue
        less = _part(advance, gross, left.part(gross, of=owed))
        plan.append((advance, less))
        left -= less.owed_less
    return plan


def _part(advance: DownPayment, gross: Decimal, owed_less: Amount) -> Deduction:
    net_left, tax_left = advance.left
    tax_code = advance.tax_code if advance.tax_amount else None
    if gross == net_left.document + tax_left.document:
        return Deduction(net_left, tax_left, owed_less, tax_code)
    whole = advance.net + advance.tax
    tax = (
        tax_left.part(
            share_of(advance.tax_amount, gross, whole.document, remaining=tax_left.document),
            of=advance.tax,
        )
        if advance.tax_amount
        else NOTHING
    )
    return Deduction(net_left.part(gross - tax.document, of=advance.net), tax, owed_less, tax_code)


def _paid_in_advance(
    connection: Connection, order_ids: Sequence[int], on: dt.date
) -> list[DownPayment]:
    """Down-payments of orders that an invoice may deduct, kept from others."""
    return every(
        connection,
        DownPayment,
        "with locked as (select * from erp.invoices where order_id = any(%s)"
        "  and kind = 'down_payment' order by invoice_id for update)"
        " select locked.invoice_id, locked.net_amount, locked.tax_amount, locked.net_amount_base,"
        " locked.tax_amount_base, locked.tax_code,"
        " erp.deductible(locked.invoice_id, %s) as deductible,"
        " coalesce(sum(used.net_amount), 0) as deducted_net,"
        " coalesce(sum(used.tax_amount), 0) as deducted_tax,"
        " coalesce(sum(used.net_amount_base), 0) as deducted_net_base,"
        " coalesce(sum(used.tax_amount_base), 0) as deducted_tax_base"
        " from locked left join erp.down_payment_deductions as used"
        "  on used.down_payment_invoice_id = locked.invoice_id"
        " group by locked.invoice_id, locked.net_amount, locked.tax_amount,"
        "  locked.net_amount_base, locked.tax_amount_base, locked.tax_code"
        " order by locked.invoice_id",
        [order_ids, on],
    )
