"""``affluent erp buy``: from a request to the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import (
    CompanyOption,
    Goods,
    GoodsOption,
    goods,
)
from affluent.options import day, required_day

if TYPE_CHECKING:
    from decimal import Decimal

buying = typer.Typer(no_args_is_help=True, help="Requests and orders to buy (achats).")

RequestArgument = Annotated[str, typer.Argument(help="The request, e.g. PR00001.")]
OrderArgument = Annotated[str, typer.Argument(help="The purchase order, e.g. PO00001.")]
ByOption = Annotated[str, typer.Option("--by", help="Who, e.g. EM00001.")]


@act(buying, "request")
def request(
    deed: Deed,
    *,
    by: ByOption,
    line: GoodsOption,
    needed: Annotated[str, typer.Option(help="The day by which it is needed.")],
    company: CompanyOption = None,
) -> None:
    """Ask for goods to be bought (demande d'achat); without a price, at the best offer."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import RequestLine

    wanted, needed_on = goods(line), required_day(needed, "--needed")
    lines = []
    for each in wanted:
        product_id = deed.key("product", each.product_number)
        price = each.unit_price
        if price is None:
            price = _best_offer(deed, each, product_id)
        lines.append(RequestLine(product_id, each.quantity, price))
    request_id = purchasing.request(
        deed.connection,
        requester_id=deed.key("employee", by),
        requested_on=deed.on,
        needed_on=needed_on,
        lines=lines,
        company_id=deed.company(company),
    )
    deed.say("request", "Requested", deed.number("request", request_id))


@act(buying, "approve")
def approve(
    deed: Deed,
    request: RequestArgument,
    *,
    by: ByOption,
) -> None:
    """Let a request be bought."""
    from operations.erp.purchasing import commands as purchasing

    purchasing.approve(
        deed.connection,
        request_id=deed.key("request", request),
        approver_id=deed.key("employee", by),
        on=deed.on,
    )
    deed.say("approve", "Approved", f"{request} by {by}")


@act(buying, "reject")
def reject(
    deed: Deed,
    request: RequestArgument,
    *,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Refuse a request."""
    from operations.erp.purchasing import commands as purchasing

    purchasing.reject(
        deed.connection,
        request_id=deed.key("request", request),
        approver_id=deed.key("employee", by),
        on=deed.on,
        reason=reason,
    )
    deed.say("reject", "Rejected", f"{request} by {by}")


@act(buying, "order")
def order(
    deed: Deed,
    *,
    supplier: Annotated[str, typer.Option(help="The supplier, e.g. V00001.")],
    line: GoodsOption,
    request: Annotated[str | None, typer.Option(help="The request, e.g. PR00001.")] = None,
    buyer: Annotated[str | None, typer.Option(help="Who buys, e.g. EM00001.")] = None,
    promised: Annotated[
        str | None, typer.Option(help="The day on which the supplier promises to deliver.")
    ] = None,
    company: CompanyOption = None,
) -> None:
    """Order goods (commande fournisseur); a line without a price is at the supplier's."""
    from operations.erp.catalog.commands import purchase_price
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import OrderLine

    wanted, promised_on = goods(line), day(promised, "--promised")
    supplier_id = deed.key("supplier", supplier)
    lines = []
    for each in wanted:
        product_id = deed.key("product", each.product_number)
        price = each.unit_price
        if price is None:
            price = purchase_price(
                deed.connection,
                supplier_id=supplier_id,
                product_id=product_id,
                quantity=each.quantity,
                on=deed.on,
            ).unit_price
        lines.append(OrderLine(product_id, each.quantity, price, promised_on))
    order_id = purchasing.order(
        deed.connection,
        supplier_id=supplier_id,
        ordered_on=deed.on,
        lines=lines,
        request_id=deed.key_or_none("request", request),
        buyer_id=deed.key_or_none("employee", buyer),
        company_id=deed.company(company),
    )
    deed.say("order", "Ordered", f"{deed.number('purchase_order', order_id)} of {supplier}")


def _best_offer(deed: Deed, wanted: Goods, product_id: int) -> Decimal:
    from operations.erp.catalog.commands import purchase_offers
    from operations.errors import InvalidValue

    offers = purchase_offers(
        deed.connection, product_id=product_id, quantity=wanted.quantity, on=deed.on
    )
    if not offers:
        raise InvalidValue(
            f"No supplier offers {wanted.product_number} on {deed.on}.",
            remedy=f"Say its price: --line {wanted.product_number}={wanted.quantity}@PRICE.",
        )
    return offers[0].unit_price
