"""``affluent erp buy|receive``: from a request to the goods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.deed import Deed, doing
from affluent.desk.options import (
    CompanyOption,
    DateOption,
    Goods,
    GoodsOption,
    PartsOption,
    goods,
    parts,
)
from affluent.desk.store import DryRunOption
from affluent.options import HERE, WorkspaceOption, day, required_day

if TYPE_CHECKING:
    from decimal import Decimal

buying = typer.Typer(no_args_is_help=True, help="Requests and orders to buy (achats).")
receiving = typer.Typer()

RequestArgument = Annotated[str, typer.Argument(help="The request, e.g. PR00001.")]
OrderArgument = Annotated[str, typer.Argument(help="The purchase order, e.g. PO00001.")]
ByOption = Annotated[str, typer.Option("--by", help="Who, e.g. EM00001.")]


@buying.command("request")
def request(
    *,
    by: ByOption,
    line: GoodsOption,
    needed: Annotated[str, typer.Option(help="The day by which it is needed.")],
    company: CompanyOption = None,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Ask for goods to be bought (demande d'achat); without a price, at the best offer."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import RequestLine

    wanted, needed_on = goods(line), required_day(needed, "--needed")
    with doing(workspace, date=date, dry_run=dry_run) as deed:
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


@buying.command("approve")
def approve(
    request: RequestArgument,
    *,
    by: ByOption,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Let a request be bought."""
    from operations.erp.purchasing import commands as purchasing

    with doing(workspace, date=date, dry_run=dry_run) as deed:
        purchasing.approve(
            deed.connection,
            request_id=deed.key("request", request),
            approver_id=deed.key("employee", by),
            on=deed.on,
        )
        deed.say("approve", "Approved", f"{request} by {by}")


@buying.command("reject")
def reject(
    request: RequestArgument,
    *,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why.")],
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Refuse a request."""
    from operations.erp.purchasing import commands as purchasing

    with doing(workspace, date=date, dry_run=dry_run) as deed:
        purchasing.reject(
            deed.connection,
            request_id=deed.key("request", request),
            approver_id=deed.key("employee", by),
            on=deed.on,
            reason=reason,
        )
        deed.say("reject", "Rejected", f"{request} by {by}")


@buying.command("order")
def order(
    *,
    supplier: Annotated[str, typer.Option(help="The supplier, e.g. V00001.")],
    line: GoodsOption,
    request: Annotated[str | None, typer.Option(help="The request, e.g. PR00001.")] = None,
    buyer: Annotated[str | None, typer.Option(help="Who buys, e.g. EM00001.")] = None,
    promised: Annotated[
        str | None, typer.Option(help="The day on which the supplier promises to deliver.")
    ] = None,
    company: CompanyOption = None,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Order goods (commande fournisseur); a line without a price is at the supplier's."""
    from operations.erp.catalog.commands import purchase_price
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import OrderLine

    wanted, promised_on = goods(line), day(promised, "--promised")
    with doing(workspace, date=date, dry_run=dry_run) as deed:
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


@receiving.command("receive")
def receive(
    order: OrderArgument,
    *,
    line: PartsOption = None,
    reference: Annotated[str | None, typer.Option(help="Number of the delivery note.")] = None,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Take goods of a purchase order into the stock (réception): all that is to come, or --line."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import ReceivedLine

    said = parts(line)
    with doing(workspace, date=date, dry_run=dry_run) as deed:
        order_id = deed.key("purchase_order", order)
        came = deed.lines("purchase_order", order_id, said)
        receipt_id = purchasing.receive(
            deed.connection,
            purchase_order_id=order_id,
            received_on=deed.on,
            lines=[ReceivedLine(key, quantity) for key, quantity in came.items()] or None,
            supplier_reference=reference,
        )
        deed.say("receive", "Received", f"{order}: {deed.number('receipt', receipt_id)}")


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
