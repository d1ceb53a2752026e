"""``affluent erp stock``: places, moves between them, and counts."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption, GoodsOption, goods

stock = typer.Typer(no_args_is_help=True, help="Goods and where they lie (stocks).")

AtOption = Annotated[str, typer.Option("--at", help="The place, by its code.")]


@act(stock, "place", dated=Dated.never)
def place(
    deed: Deed,
    code: Annotated[str, typer.Argument(help="Its code in capitals, e.g. SHOP.")],
    name: Annotated[str, typer.Argument(help="How it is called.")],
    *,
    company: CompanyOption = None,
) -> None:
    """Open a place where goods may lie (dépôt)."""
    from operations.erp.stock import commands as goods_room

    goods_room.open_location(
        deed.connection, code=code, name=name, company_id=deed.company(company)
    )
    deed.say("open", "Opened", f"place {code}: {name}")


@act(stock, "move")
def move(
    deed: Deed,
    *,
    line: GoodsOption,
    to: Annotated[str, typer.Option("--to", help="Where they go, by the code of the place.")],
    origin: Annotated[str, typer.Option("--from", help="Where they lie.")] = "MAIN",
    company: CompanyOption = None,
) -> None:
    """Move goods from a place to another (transfert); to LOSSES, they are lost."""
    from operations.erp.stock.transfers import transfer

    wanted = goods(line)
    number = transfer(
        deed.connection,
        moved_on=deed.on,
        quantities=deed.products(wanted),
        from_code=origin,
        to_code=to,
        company_id=deed.company(company),
    )
    deed.say("move", "Moved", f"from {origin} to {to}: {number}")


@act(stock, "count")
def count(
    deed: Deed,
    *,
    line: GoodsOption,
    at: AtOption = "MAIN",
    company: CompanyOption = None,
) -> None:
    """Say how much was found of products (inventaire); the difference goes to the books."""
    from operations.erp.stock.transfers import count as counted

    wanted = goods(line)
    found = counted(
        deed.connection,
        counted_on=deed.on,
        quantities=deed.products(wanted),
        location_code=at,
        company_id=deed.company(company),
    )
    for difference in found.differences:
        product = deed.number("product", difference.product_id)
        there = f"{difference.counted.normalize():f}"
        expected = f"{difference.expected.normalize():f}"
        deed.say("correct", "Corrected", f"{product}: {there} instead of {expected}")
    deed.say(
        "count",
        "Counted",
        f"{len(wanted)} products at {at}: {found.count_number or 'as the books say'}",
    )
