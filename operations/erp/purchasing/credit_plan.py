"""What a supplier's credit note gives back of which line, and which claims it settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, every
from operations.erp.purchasing.errors import NoLines, NotInDocument, OverCredit
from operations.erp.sales.model import require_quantity, share_of
from operations.errors import InvalidValue
from operations.money import require_cents, to_cents

Reason = Literal["return", "quantity", "price", "tax"]


@dataclass(frozen=True)
class InvoicedLine:
    """A line of a supplier's invoice, what was credited of it, and what is still claimed.

    ``expected`` went back and is to be credited (4098); ``pending`` was invoiced and did not come
    (4861). Amounts with ``_base`` are in company currency.
    """

    supplier_invoice_line_id: int
    line_number: int
    product_id: int | None
    account_code: str
    cost_centre_id: int | None
    quantity: Decimal | None
    net_amount: Decimal
    net_amount_base: Decimal
    tax_code: str | None
    credited_quantity: Decimal
    credited_net: Decimal
    credited_net_base: Decimal
    expected_quantity: Decimal
    expected_amount_base: Decimal
    pending_quantity: Decimal
    pending_amount_base: Decimal

    @property
    def net_left(self) -> Decimal:
        """What was not credited yet, in the currency of the invoice."""
        return self.net_amount - self.credited_net

    @property
    def quantity_left(self) -> Decimal:
        """The quantity that was not credited yet; none of an expense."""
        return (self.quantity or Decimal(0)) - self.credited_quantity


@dataclass(frozen=True)
class Given:
    """What is given back of a line: of it, so much was expected, and so much was pending."""

    line: InvoicedLine
    quantity: Decimal
    net_amount: Decimal
    net_amount_base: Decimal
    expected_amount_base: Decimal = Decimal(0)
    pending_amount_base: Decimal = Decimal(0)

    @property
    def cost_amount_base(self) -> Decimal:
        """What the charge, and the stock, lose by it."""
        return self.net_amount_base - self.expected_amount_base - self.pending_amount_base


def planned(
    number: str,
    invoiced: Sequence[InvoicedLine],
    reason: Reason,
    lines: Mapping[int, Decimal],
    exchange_rate: Decimal,
) -> list[Given]:
    """What is given back of which line. Raises OverCredit, NotInDocument, NoLines, InvalidValue."""
    if reason not in get_args(Reason):
        raise InvalidValue(
            f"The credit note for supplier invoice {number} has the reason {reason!r}.",
            remedy=f"Give one of: {', '.join(get_args(Reason))}.",
        )
    if not lines and reason != "tax":
        raise NoLines(f"credit note for supplier invoice {number}")
    by_key = {line.supplier_invoice_line_id: line for line in invoiced}
    plan = []
    for key, value in lines.items():
        line = by_key.get(key)
        if line is None or reason == "tax":
            raise NotInDocument(f"Supplier invoice {number}", key)
        what = f"The credit on supplier invoice {number}, line {line.line_number}"
        require_quantity(value, what=what)
        if reason == "price":
            require_cents(value, what=what)
            plan.append(_cheaper(number, line, value, exchange_rate))
        else:
            plan.append(_less(number, line, reason, value, exchange_rate))
    return plan


def _less(
    number: str, line: InvoicedLine, reason: Reason, quantity: Decimal, exchange_rate: Decimal
) -> Given:
    """Goods that went back, or never came."""
    is_return = reason == "return"
    claimed = line.expected_quantity if is_return else line.pending_quantity
    amount = line.expected_amount_base if is_return else line.pending_amount_base
    if quantity > claimed:
        raise OverCredit(
            number,
            line.line_number,
            asked=quantity,
            remaining=claimed,
            of="went back" if is_return else "did not come",
        )
    net = share_of(line.net_left, quantity, line.quantity_left, remaining=line.net_left)
    settled = share_of(amount, quantity, claimed, remaining=amount)
    return Given(
        line,
        quantity,
        net,
        _base(line, net, exchange_rate),
        expected_amount_base=settled if is_return else Decimal(0),
        pending_amount_base=Decimal(0) if is_return else settled,
    )


def _cheaper(number: str, line: InvoicedLine, amount: Decimal, exchange_rate: Decimal) -> Given:
    """A better price; what did not come yet, or went back and is to be credited, has its part."""
    if amount > line.net_left:
        raise OverCredit(
            number, line.line_number, asked=amount, remaining=line.net_left, of="are left of it"
        )
    base = _base(line, amount, exchange_rate)
    if not line.quantity_left:
        return Given(line, Decimal(0), amount, base)
    expected = share_of(
        base, line.expected_quantity, line.quantity_left, remaining=line.expected_amount_base
    )
    pending = share_of(
        base,
        line.pending_quantity,
        line.quantity_left,
        remaining=min(line.pending_amount_base, base - expected),
    )
    return Given(line, Decimal(0), amount, base, expected, pending)


def _base(line: InvoicedLine, net: Decimal, exchange_rate: Decimal) -> Decimal:
    """In company currency, at the rate of the invoice; the last credit takes the last cent."""
    left = line.net_amount_base - line.credited_net_base
    return left if net == line.net_left else min(to_cents(net * exchange_rate), left)


def invoiced_lines(connection: Connection, supplier_invoice_id: int) -> list[InvoicedLine]:
    """The lines of an invoice with what was credited of them and what is still claimed."""
    return every(
        connection,
        InvoicedLine,
        "select lines.supplier_invoice_line_id, lines.line_number, lines.product_id,"
        " lines.account_code, lines.cost_centre_id, lines.quantity, lines.net_amount,"
        " lines.net_amount_base, lines.tax_code,"
        " coalesce(given.quantity, 0) as credited_quantity,"
        " coalesce(given.net, 0) as credited_net,"
        " coalesce(given.net_base, 0) as credited_net_base,"
        " coalesce(back.quantity, 0) - coalesce(given.returned, 0) as expected_quantity,"
        " coalesce(back.amount, 0) - coalesce(given.expected, 0) as expected_amount_base,"
        " lines.pending_quantity - coalesce(came.quantity, 0) - coalesce(given.missing, 0)"
        "  as pending_quantity,"
        " lines.pending_amount_base - coalesce(came.amount, 0) - coalesce(given.pending, 0)"
        "  as pending_amount_base"
        " from erp.supplier_invoice_lines as lines"
        " left join lateral (select sum(quantity) as quantity, sum(credits.net_amount) as net,"
        "  sum(credits.net_amount_base) as net_base, sum(expected_amount_base) as expected,"
        "  sum(pending_amount_base) as pending,"
        "  sum(quantity) filter (where reason = 'return') as returned,"
        "  sum(quantity) filter (where reason = 'quantity') as missing"
        "  from erp.supplier_credit_note_lines as credits"
        "  join erp.supplier_credit_notes using (supplier_credit_note_id)"
        "  where credits.supplier_invoice_line_id = lines.supplier_invoice_line_id)"
        "  as given on true"
        " left join lateral (select sum(quantity) as quantity, sum(amount_base) as amount"
        "  from erp.expected_credits as expected"
        "  where expected.supplier_invoice_line_id = lines.supplier_invoice_line_id)"
        "  as back on true"
        " left join lateral (select sum(quantity) as quantity,"
        "  sum(invoice_amount_base) as amount from erp.invoice_matches as matches"
        "  where matches.supplier_invoice_line_id = lines.supplier_invoice_line_id"
        "   and matches.is_later) as came on true"
        " where lines.supplier_invoice_id = %s order by lines.line_number",
        [supplier_invoice_id],
    )
