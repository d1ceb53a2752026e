"""``affluent erp supplier-invoice``: what suppliers ask for, what differs, what is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import (
    AmountOption,
    CompanyOption,
    DueOption,
    Goods,
    ReferenceOption,
    TaxOption,
    decimal_or_none,
    goods,
    parts,
    shares,
)
from affluent.errors import ConfigError
from affluent.options import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.erp.purchasing.exceptions import MatchException
    from operations.erp.purchasing.model import ExpenseLine, GoodsLine

supplier_invoices = typer.Typer(
    no_args_is_help=True, help="Invoices of suppliers (factures fournisseurs)."
)

InvoiceArgument = Annotated[str, typer.Argument(help="The invoice, e.g. PI00001.")]


@act(supplier_invoices, "enter")
def enter(
    deed: Deed,
    *,
    supplier: Annotated[str, typer.Option(help="The supplier, e.g. V00001.")],
    reference: ReferenceOption,
    order: Annotated[
        str | None, typer.Option(help="The purchase order that it is for, e.g. PO00001.")
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            help="Line of the order=quantity@price.",
            show_default="what came, at the ordered price",
        ),
    ] = None,
    expense: Annotated[
        list[str] | None,
        typer.Option(help="Account=amount ex VAT, for what was not ordered, e.g. 622=400."),
    ] = None,
    label: Annotated[str, typer.Option(help="What the expense is for.")] = "Expense",
    tax: TaxOption = None,
    due: DueOption = None,
    company: CompanyOption = None,
) -> None:
    """Enter an invoice: of an order, compared with it and with what came; or of an expense."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import ExpenseLine

    if (order is None) == (not expense) or (line and order is None):
        raise ConfigError(
            "An invoice is of an order, or of expenses.",
            remedy="Give --order PO00001, or --expense 622=400 --label Fees.",
        )
    said, spent = goods(line or ()), goods(expense or ())
    billed: list[GoodsLine | ExpenseLine] = [
        ExpenseLine(each.product_number, each.quantity, label) for each in spent
    ]
    if order is not None:
        billed += _ordered(deed, order, said)
    invoice_id = purchasing.invoice(
        deed.connection,
        supplier_id=deed.key("supplier", supplier),
        supplier_reference=reference,
        posted_on=deed.on,
        lines=billed,
        due_on=day(due, "--due"),
        tax_amount=decimal_or_none(tax, "--tax"),
        company_id=deed.company(company),
    )
    number = deed.number("supplier_invoice", invoice_id)
    deed.say("enter", "Entered", f"{number}: {reference} of {supplier}")
    for difference in purchasing.open_exceptions(deed.connection, company_id=deed.company(company)):
        if difference.supplier_invoice_number == number:
            deed.say("block", "Blocked", _said(difference))


@act(supplier_invoices, "settle")
def settle(
    deed: Deed,
    invoice: InvoiceArgument,
    *,
    decision: Annotated[
        Literal["accepted", "disputed", "credit_asked"], typer.Option(help="What becomes of it.")
    ],
    by: Annotated[str, typer.Option(help="Who decides, e.g. EM00001.")],
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    company: CompanyOption = None,
) -> None:
    """Decide on what differs between an invoice, its order and what came (litige)."""
    from operations.erp.purchasing import commands as purchasing
    from operations.errors import InvalidValue

    invoice_id, by_id = deed.key("supplier_invoice", invoice), deed.key("employee", by)
    found = [
        difference
        for difference in purchasing.open_exceptions(
            deed.connection, company_id=deed.company(company)
        )
        if difference.supplier_invoice_id == invoice_id
    ]
    if not found:
        raise InvalidValue(
            f"Nothing of {invoice} waits for a decision.",
            remedy="affluent erp list match-exceptions shows what does.",
        )
    for difference in found:
        purchasing.resolve(
            deed.connection,
            exception_id=difference.match_exception_id,
            decision=decision,
            decided_by_id=by_id,
            on=deed.on,
            note=note,
        )
        deed.say("note", "Noted", f"{decision.replace('_', ' ')}: {_said(difference)}")


@act(supplier_invoices, "credit")
def credit(
    deed: Deed,
    invoice: InvoiceArgument,
    *,
    reference: ReferenceOption,
    reason: Annotated[
        Literal["return", "quantity", "price", "tax"],
        typer.Option(help="Goods went back, never came, were too dear, or bore too much VAT."),
    ],
    line: Annotated[
        list[str] | None,
        typer.Option("--line", help="Line=quantity, or line=amount ex VAT of a lower price."),
    ] = None,
    tax: TaxOption = None,
) -> None:
    """Record what a supplier gives back of an invoice (avoir fournisseur)."""
    from operations.erp.purchasing import commands as purchasing

    invoice_id = deed.key("supplier_invoice", invoice)
    credit_note_id = purchasing.credit(
        deed.connection,
        supplier_invoice_id=invoice_id,
        supplier_reference=reference,
        posted_on=deed.on,
        reason=reason,
        lines=deed.lines("supplier_invoice", invoice_id, parts(line)) or None,
        tax_amount=decimal_or_none(tax, "--tax"),
    )
    number = deed.number("supplier_credit_note", credit_note_id)
    deed.say("credit", "Credited", f"{invoice}: {number}")


@act(supplier_invoices, "pay")
def pay(
    deed: Deed,
    invoices: Annotated[list[str], typer.Argument(help="One or more of a supplier, e.g. PI00001.")],
    *,
    amount: AmountOption = None,
) -> None:
    """Pay a supplier (décaissement): all that is owed, or --amount of one invoice."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.owed import locked_invoices

    keys = [deed.key("supplier_invoice", number) for number in invoices]
    owed = locked_invoices(deed.connection, keys)
    first = owed[keys[0]]
    paid = shares([(key, owed[key].open_amount) for key in keys], amount)
    payment_id = purchasing.pay(
        deed.connection,
        supplier_id=first.supplier_id,
        paid_on=deed.on,
        allocations=paid,
        currency_code=first.currency_code,
        company_id=first.company_id,
    )
    total = f"{sum(paid.values()):,.2f} {first.currency_code}"
    number = deed.number("supplier_payment", payment_id)
    deed.say("pay", "Paid", f"{number}: {total} for {', '.join(invoices)}")


def _ordered(deed: Deed, order: str, said: Sequence[Goods]) -> list[GoodsLine]:
    """What came and is not invoiced; or the lines of the paper, priced as it says or as ordered."""
    from operations.erp.purchasing.commands import awaiting_invoice
    from operations.erp.purchasing.model import GoodsLine
    from operations.errors import InvalidValue

    order_id = deed.key("purchase_order", order)
    awaited = awaiting_invoice(deed.connection, purchase_order_id=order_id, on=deed.on)
    if not said:
        return awaited
    by_line = parts(f"{each.product_number}={each.quantity}" for each in said)
    quantities = deed.lines("purchase_order", order_id, by_line)
    prices = {line.purchase_order_line_id: line.unit_price for line in awaited}
    lines = []
    for each, (key, quantity) in zip(said, quantities.items(), strict=True):
        price = each.unit_price if each.unit_price is not None else prices.get(key)
        if price is None:
            raise InvalidValue(
                f"Nothing of line {each.product_number} of {order} came that is not invoiced.",
                remedy=f"Say its price: --line {each.product_number}={each.quantity}@PRICE.",
            )
        lines.append(GoodsLine(key, quantity, price))
    return lines


def _said(difference: MatchException) -> str:
    line = f" of line {difference.line_number}" if difference.line_number else ""
    return (
        f"{difference.supplier_invoice_number}: {difference.reason}{line} is"
        f" {difference.found.normalize():f} instead of {difference.expected.normalize():f}"
    )
