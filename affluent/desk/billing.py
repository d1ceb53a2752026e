"""``affluent erp invoice|dunning``: what customers owe, pay, get back, and are reminded of."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import (
    AmountOption,
    CompanyOption,
    decimal_or_none,
    parts,
    shares,
)

invoices = typer.Typer(no_args_is_help=True, help="Invoices of customers (factures clients).")
dunning = typer.Typer(no_args_is_help=True, help="Reminders (relances).")

InvoiceArgument = Annotated[str, typer.Argument(help="The invoice, e.g. INV00001.")]


@act(invoices, "pay")
def pay_invoice(
    deed: Deed,
    invoices: Annotated[list[str], typer.Argument(help="One or more, e.g. INV00001 INV00002.")],
    *,
    amount: AmountOption = None,
) -> None:
    """Record money of a customer (encaissement): all that is owed, or --amount of one invoice."""
    from operations.erp.sales import commands as sales
    from operations.erp.sales.open_invoices import locked_invoices

    keys = [deed.key("invoice", number) for number in invoices]
    owed = locked_invoices(deed.connection, keys)
    first = owed[keys[0]]
    paid = shares([(key, owed[key].owed) for key in keys], amount)
    payment_id = sales.pay(
        deed.connection,
        customer_id=first.customer_id,
        paid_on=deed.on,
        allocations=paid,
        currency_code=first.currency_code,
        company_id=first.company_id,
    )
    total = f"{sum(paid.values()):,.2f} {first.currency_code}"
    number = deed.number("payment", payment_id)
    deed.say("receive", "Received", f"{number}: {total} for {', '.join(invoices)}")


@act(invoices, "credit")
def credit_invoice(
    deed: Deed,
    invoice: InvoiceArgument,
    *,
    line: Annotated[
        list[str],
        typer.Option(
            "--line", help="Line=quantity that came back, or line=amount ex VAT of a lower price."
        ),
    ],
    reason: Annotated[
        Literal["return", "price"], typer.Option(help="Goods came back, or the price was wrong.")
    ] = "return",
) -> None:
    """Give back a part of an invoice, or all of it (avoir)."""
    from operations.erp.sales import commands as sales

    said = parts(line)
    invoice_id = deed.key("invoice", invoice)
    credit_note_id = sales.credit(
        deed.connection,
        invoice_id=invoice_id,
        posted_on=deed.on,
        reason=reason,
        lines=deed.lines("invoice", invoice_id, said),
    )
    number = deed.number("credit_note", credit_note_id)
    deed.say("credit", "Credited", f"{invoice}: {number}")


@act(invoices, "write-off")
def write_off_invoice(
    deed: Deed,
    invoice: InvoiceArgument,
    *,
    reason: Annotated[
        Literal["bad_debt", "small_difference"],
        typer.Option(help="Nobody will pay (créance irrécouvrable), or a few cents."),
    ] = "bad_debt",
    amount: AmountOption = None,
) -> None:
    """Give up what is owed of an invoice, or --amount of it (passage en perte)."""
    from operations.erp.sales import commands as sales

    sales.write_off(
        deed.connection,
        invoice_id=deed.key("invoice", invoice),
        written_off_on=deed.on,
        reason=reason,
        amount=decimal_or_none(amount, "--amount"),
    )
    what = "what was owed" if amount is None else amount
    deed.say("write off", "Wrote off", f"{what} of {invoice}")


@act(invoices, "dispute")
def dispute_invoice(
    deed: Deed,
    invoice: InvoiceArgument,
    *,
    reason: Annotated[str, typer.Option(help="What the customer says.")],
) -> None:
    """Note that a customer contests an invoice (litige): it is not reminded of."""
    from operations.erp.sales import commands as sales

    invoice_id = deed.key("invoice", invoice)
    sales.dispute(deed.connection, invoice_id=invoice_id, opened_on=deed.on, reason=reason)
    deed.say("note", "Noted", f"that {invoice} is contested")


@act(dunning, "run")
def run_dunning(
    deed: Deed,
    *,
    company: CompanyOption = None,
) -> None:
    """Remind customers of what they owe since too long."""
    from operations.erp.sales import commands as sales

    reminders = sales.run_dunning(deed.connection, on=deed.on, company_id=deed.company(company))
    for reminder in reminders:
        customer = deed.number("customer", reminder.customer_id)
        owed = ", ".join(
            f"{item.invoice_number} {item.owed:,.2f} {item.currency_code}"
            f" {item.days_late} days late"
            for item in reminder.lines
        )
        what = f"{customer}, {reminder.title} {reminder.reminder_number}: {owed}"
        deed.say("remind", "Reminded", what)
    if not reminders:
        deed.say("remind", "Reminded", f"nobody on {deed.on}")
