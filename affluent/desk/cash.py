"""``affluent erp payment``, down-payments: money of customers before an invoice, or given back."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption, DueOption, decimal, halves
from affluent.desk.selling import orders
from affluent.options import day

payments = typer.Typer(no_args_is_help=True, help="Money of customers (encaissements).")

AmountArgument = Annotated[str, typer.Argument(help="How much, with tax, in its currency.")]


@act(orders, "down-payment")
def ask_down_payment(
    deed: Deed,
    order: Annotated[str, typer.Argument(help="The order, e.g. SO00001.")],
    amount: Annotated[str, typer.Argument(help="Ex VAT, in the order's currency.")],
    *,
    due: DueOption = None,
) -> None:
    """Invoice a part of an order in advance (facture d'acompte); later invoices deduct it."""
    from operations.erp.sales import commands as sales

    invoice_id = sales.down_payment(
        deed.connection,
        order_id=deed.key("order", order),
        posted_on=deed.on,
        net_amount=decimal(amount, "AMOUNT"),
        due_on=day(due, "--due"),
    )
    deed.say(
        "ask", "Asked", f"{amount} in advance of {order}: {deed.number('invoice', invoice_id)}"
    )


@act(orders, "cancel-down-payment")
def cancel_down_payment(
    deed: Deed,
    invoice: Annotated[str, typer.Argument(help="The invoice of it, e.g. INV00001.")],
) -> None:
    """Credit what no invoice has deducted of a down-payment; payment refund gives it back."""
    from operations.erp.sales import commands as sales

    credit_note_id = sales.cancel_down_payment(
        deed.connection, invoice_id=deed.key("invoice", invoice), posted_on=deed.on
    )
    deed.say("credit", "Credited", f"{invoice}: {deed.number('credit_note', credit_note_id)}")


@act(payments, "receive")
def receive(
    deed: Deed,
    customer: Annotated[str, typer.Argument(help="The customer, e.g. C00001.")],
    amount: AmountArgument,
    *,
    company: CompanyOption = None,
) -> None:
    """Record money that is for no invoice yet; for invoices: affluent erp invoice pay."""
    from operations.erp.party.commands import customer as payer
    from operations.erp.sales import commands as sales

    customer_id = deed.key("customer", customer)
    currency = payer(deed.connection, customer_id).currency_code
    payment_id = sales.pay(
        deed.connection,
        customer_id=customer_id,
        paid_on=deed.on,
        allocations={},
        amount=decimal(amount, "AMOUNT"),
        currency_code=currency,
        company_id=deed.company(company),
    )
    number = deed.number("payment", payment_id)
    deed.say("receive", "Received", f"{number}: {amount} {currency} of {customer}")


@act(payments, "apply")
def apply(
    deed: Deed,
    payment: Annotated[str, typer.Argument(help="The payment, e.g. PAY00001.")],
    to: Annotated[list[str], typer.Argument(help="Invoice=amount, e.g. INV00001=120.")],
) -> None:
    """Settle invoices with what is left of a payment (lettrage d'un acompte reçu)."""
    from operations.erp.sales import commands as sales

    said = [halves(each, "INVOICE", "INV00001=120") for each in to]
    sales.apply_cash(
        deed.connection,
        payment_id=deed.key("payment", payment),
        applied_on=deed.on,
        allocations={
            deed.key("invoice", number): decimal(amount, "INVOICE") for number, amount in said
        },
    )
    deed.say("apply", "Applied", f"{payment} to {', '.join(number for number, _ in said)}")


@act(payments, "refund")
def refund(
    deed: Deed,
    of: Annotated[
        str,
        typer.Argument(
            help="A payment that settles nothing, or an invoice that was paid and then credited."
        ),
    ],
    amount: AmountArgument,
) -> None:
    """Give money back to a customer (remboursement)."""
    from operations.erp.sales import commands as sales
    from operations.registers.catalogue import ERP, of_number

    kind = "invoice" if of_number(ERP, of).kind == "invoice" else "payment"
    key = deed.key(kind, of)
    refund_id = sales.refund(
        deed.connection,
        refunded_on=deed.on,
        amount=decimal(amount, "AMOUNT"),
        payment_id=key if kind == "payment" else None,
        invoice_id=key if kind == "invoice" else None,
    )
    deed.say("give", "Gave", f"{amount} back of {of}: {deed.number('refund', refund_id)}")
