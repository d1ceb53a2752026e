"""``affluent erp receive|send-back|landed-cost``: goods that come or go back, and what it costs."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from affluent.desk.acts import act
from affluent.desk.deed import Deed
from affluent.desk.options import (
    CompanyOption,
    DueOption,
    PartsOption,
    ReferenceOption,
    TaxOption,
    decimal,
    decimal_or_none,
    parts,
)
from affluent.errors import ConfigError
from affluent.options import day

arrivals = typer.Typer()

OrderArgument = Annotated[str, typer.Argument(help="The purchase order, e.g. PO00001.")]
ReceiptArgument = Annotated[str, typer.Argument(help="The receipt, e.g. RC00001.")]


@act(arrivals, "receive")
def receive(
    deed: Deed,
    order: OrderArgument,
    *,
    line: PartsOption = None,
    reference: Annotated[str | None, typer.Option(help="Number of the delivery note.")] = None,
) -> None:
    """Take goods of a purchase order into the stock (réception): all that is to come, or --line."""
    from operations.erp.purchasing import commands as purchasing
    from operations.erp.purchasing.model import ReceivedLine

    said = parts(line)
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


@act(arrivals, "send-back")
def return_goods(
    deed: Deed,
    receipt: ReceiptArgument,
    *,
    line: Annotated[list[str], typer.Option("--line", help="Line of the receipt=quantity.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    replaced: Annotated[
        bool, typer.Option("--replaced", help="The same is to come again; nothing is credited.")
    ] = False,
) -> None:
    """Send goods back to the supplier (retour fournisseur)."""
    from operations.erp.purchasing import commands as purchasing
    from operations.registers.numbers import order_of_receipt

    receipt_id = deed.key("receipt", receipt)
    return_id = purchasing.return_goods(
        deed.connection,
        purchase_order_id=order_of_receipt(deed.connection, receipt_id),
        returned_on=deed.on,
        quantities=deed.lines("receipt", receipt_id, parts(line)),
        reason=reason,
        is_replaced=replaced,
    )
    number = deed.number("supplier_return", return_id)
    deed.say("send back", "Sent back", f"goods of {receipt}: {number}")


@act(arrivals, "landed-cost")
def landed_cost(
    deed: Deed,
    receipts: Annotated[list[str], typer.Argument(help="What bears it, e.g. RC00001 RC00002.")],
    *,
    supplier: Annotated[str, typer.Option(help="Whose invoice it is, e.g. V00001.")],
    reference: ReferenceOption,
    amount: Annotated[str, typer.Option(help="Ex VAT, in the supplier's currency.")],
    kind: Annotated[
        Literal["freight", "customs", "insurance", "other"], typer.Option(help="What it is for.")
    ] = "freight",
    weight: Annotated[
        list[str] | None,
        typer.Option(help="Line of the one receipt=its weight; repeat it.", show_default="by --by"),
    ] = None,
    by: Annotated[
        Literal["value", "quantity"], typer.Option(help="How it is spread over the goods.")
    ] = "value",
    tax: TaxOption = None,
    due: DueOption = None,
    company: CompanyOption = None,
) -> None:
    """Enter what it cost to bring goods here, borne by them (frais d'approche)."""
    from operations.erp.purchasing import commands as purchasing
    from operations.registers.numbers import every_line

    if weight and len(receipts) > 1:
        raise ConfigError(
            "--weight is of the lines of one receipt.", remedy="Name one receipt, or no weights."
        )
    keys = [deed.key("receipt", number) for number in receipts]
    weights = deed.lines("receipt", keys[0], parts(weight))
    landed_cost_id = purchasing.add_landed_cost(
        deed.connection,
        supplier_id=deed.key("supplier", supplier),
        supplier_reference=reference,
        posted_on=deed.on,
        net_amount=decimal(amount, "--amount"),
        kind=kind,
        basis="weight" if weights else by,
        receipt_line_ids=list(weights)
        or [line for key in keys for line in every_line(deed.connection, "receipt", key)],
        weights=weights or None,
        tax_amount=decimal_or_none(tax, "--tax"),
        due_on=day(due, "--due"),
        company_id=deed.company(company),
    )
    number = deed.number("landed_cost", landed_cost_id)
    deed.say("enter", "Entered", f"{number}: {amount} of {kind} for {', '.join(receipts)}")
