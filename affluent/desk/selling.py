"""``affluent erp quote|order``: from the offer to the delivery."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import (
    CompanyOption,
    Goods,
    GoodsOption,
    PartsOption,
    decimal,
    goods,
    parts,
)
from affluent.options import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.erp.sales.model import Line

quotes = typer.Typer(no_args_is_help=True, help="Quotes (devis).")
orders = typer.Typer(no_args_is_help=True, help="Orders of customers (commandes clients).")

QUOTE_DAYS = 30

QuoteArgument = Annotated[str, typer.Argument(help="The quote, e.g. QU00001.")]
OrderArgument = Annotated[str, typer.Argument(help="The order, e.g. SO00001.")]
CustomerOption = Annotated[str, typer.Option(help="The customer, e.g. C00001.")]
SellerOption = Annotated[str | None, typer.Option(help="Who sells, e.g. EM00001.")]
PromisedOption = Annotated[
    str | None, typer.Option("--promised", help="The day of delivery that is promised.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]


@act(quotes, "new")
def new_quote(
    deed: Deed,
    *,
    customer: CustomerOption,
    line: GoodsOption,
    valid_until: Annotated[
        str | None, typer.Option(help="The last day of the offer.", show_default="in 30 days")
    ] = None,
    deal: Annotated[str | None, typer.Option(help="The deal that it is for, e.g. OP00001.")] = None,
    seller: SellerOption = None,
    company: CompanyOption = None,
) -> None:
    """Offer goods; a line without a price is at the customer's own."""
    from operations.erp.sales import commands as sales

    wanted = goods(line)
    customer_id, currency, lines = _sold(deed, customer, wanted)
    quote_id = sales.quote(
        deed.connection,
        customer_id=customer_id,
        quoted_on=deed.on,
        valid_until=day(valid_until, "--valid-until") or deed.on + dt.timedelta(days=QUOTE_DAYS),
        lines=lines,
        opportunity_id=deed.key_or_none("opportunity", deal),
        currency_code=currency,
        company_id=deed.company(company),
        seller_id=deed.key_or_none("employee", seller),
    )
    deed.say("offer", "Offered", f"{deed.number('quote', quote_id)} to {customer}")


@act(quotes, "accept")
def accept_quote(
    deed: Deed,
    quote: QuoteArgument,
    *,
    promised: PromisedOption = None,
    seller: SellerOption = None,
) -> None:
    """Turn a quote into an order with the same lines."""
    from operations.erp.sales import commands as sales

    order_id = sales.accept_quote(
        deed.connection,
        quote_id=deed.key("quote", quote),
        ordered_on=deed.on,
        promised_on=day(promised, "--promised"),
        seller_id=deed.key_or_none("employee", seller),
    )
    deed.say("make", "Made", f"order {deed.number('order', order_id)} of {quote}")


@act(quotes, "refuse")
def refuse_quote(
    deed: Deed,
    quote: QuoteArgument,
    *,
    reason: ReasonOption,
) -> None:
    """Note that the customer does not want it."""
    from operations.erp.sales import commands as sales

    quote_id = deed.key("quote", quote)
    sales.refuse_quote(deed.connection, quote_id=quote_id, refused_on=deed.on, reason=reason)
    deed.say("close", "Closed", f"{quote} as refused")


@act(orders, "new")
def new_order(
    deed: Deed,
    *,
    customer: CustomerOption,
    line: GoodsOption,
    promised: PromisedOption = None,
    seller: SellerOption = None,
    company: CompanyOption = None,
) -> None:
    """Take an order without a quote; a line without a price is at the customer's own."""
    from operations.erp.sales import commands as sales

    wanted = goods(line)
    customer_id, currency, lines = _sold(deed, customer, wanted)
    order_id = sales.order(
        deed.connection,
        customer_id=customer_id,
        ordered_on=deed.on,
        lines=lines,
        promised_on=day(promised, "--promised"),
        currency_code=currency,
        company_id=deed.company(company),
        seller_id=deed.key_or_none("employee", seller),
    )
    deed.say("take", "Took", f"order {deed.number('order', order_id)} of {customer}")


@act(orders, "deliver")
def deliver_order(
    deed: Deed,
    order: OrderArgument,
    *,
    line: PartsOption = None,
) -> None:
    """Deliver an order, or a part of it (bon de livraison)."""
    from operations.erp.sales import commands as sales

    said = parts(line)
    order_id = deed.key("order", order)
    delivery_id = sales.deliver(
        deed.connection,
        order_id=order_id,
        delivered_on=deed.on,
        quantities=deed.lines("order", order_id, said) or None,
    )
    deed.say("deliver", "Delivered", f"{order}: {deed.number('delivery', delivery_id)}")


@act(orders, "invoice")
def invoice_order(
    deed: Deed,
    order: OrderArgument,
    *,
    freight: Annotated[str, typer.Option(help="Transport billed, ex VAT (port).")] = "0",
) -> None:
    """Invoice what was delivered of an order (facture)."""
    from operations.erp.sales import commands as sales

    invoice_id = sales.invoice(
        deed.connection,
        order_id=deed.key("order", order),
        posted_on=deed.on,
        freight_amount=decimal(freight, "--freight"),
    )
    deed.say("invoice", "Invoiced", f"{order}: {deed.number('invoice', invoice_id)}")


@act(orders, "release")
def release_order(
    deed: Deed,
    order: OrderArgument,
    *,
    by: Annotated[str, typer.Option(help="Who decides, e.g. EM00001.")],
    reason: ReasonOption,
) -> None:
    """Let an order go out though its customer owes more than his limit (déblocage)."""
    from operations.erp.sales import commands as sales

    sales.release_order(
        deed.connection,
        order_id=deed.key("order", order),
        released_on=deed.on,
        employee_id=deed.key("employee", by),
        reason=reason,
    )
    deed.say("release", "Released", order)


@act(orders, "cancel")
def cancel_order(
    deed: Deed,
    order: OrderArgument,
    *,
    reason: ReasonOption,
    line: PartsOption = None,
) -> None:
    """Cancel what remains of an order, or of some of its lines."""
    from operations.erp.sales import commands as sales

    said = parts(line)
    order_id = deed.key("order", order)
    sales.cancel_remainder(
        deed.connection,
        order_id=order_id,
        cancelled_on=deed.on,
        reason=reason,
        quantities=deed.lines("order", order_id, said) or None,
    )
    deed.say("cancel", "Cancelled", f"what remained of {order}")


def _sold(deed: Deed, customer: str, wanted: Sequence[Goods]) -> tuple[int, str, list[Line]]:
    """The customer, its currency, and the lines, each at the price said or the customer's own."""
    from operations.erp.catalog.commands import prices_for
    from operations.erp.party.commands import customer as buyer
    from operations.erp.sales.model import Line

    customer_id = deed.key("customer", customer)
    currency = buyer(deed.connection, customer_id).currency_code
    keys = [deed.key("product", each.product_number) for each in wanted]
    unpriced = [
        (key, each.quantity)
        for key, each in zip(keys, wanted, strict=True)
        if each.unit_price is None
    ]
    prices = iter(
        prices_for(
            deed.connection,
            customer_id=customer_id,
            wanted=unpriced,
            on=deed.on,
            currency_code=currency,
        )
        if unpriced
        else ()
    )
    lines = []
    for key, each in zip(keys, wanted, strict=True):
        if each.unit_price is not None:
            lines.append(Line(key, each.quantity, each.unit_price))
        else:
            price = next(prices)
            lines.append(Line(key, each.quantity, price.unit_price, price.discount_rate))
    return customer_id, currency, lines
