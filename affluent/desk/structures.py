"""``affluent erp bill|routing``: what products are made of, and by which steps."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import decimal, halves

bills = typer.Typer(no_args_is_help=True, help="Bills of materials (nomenclatures).")
routings = typer.Typer(no_args_is_help=True, help="Steps of making (gammes).")

ProductArgument = Annotated[str, typer.Argument(help="The product that is made, e.g. P00001.")]
PART, STEP = "P00002=2", "ASM:Assembly=0.5"


@act(bills, "set")
def set_bill(
    deed: Deed,
    product: ProductArgument,
    *,
    part: Annotated[
        list[str],
        typer.Option(help="Component=quantity, lost share after @: P00002=2@0.05; repeat it."),
    ],
    makes: Annotated[str, typer.Option(help="How much of the product that makes.")] = "1",
) -> None:
    """Say what a product is made of from a day on; affluent erp show prints it."""
    from operations.erp.catalog.commands import set_bill_of_materials
    from operations.erp.catalog.structure import Component

    components = []
    for each in part:
        component, amount = halves(each, "--part", PART)
        quantity, _, lost = amount.partition("@")
        components.append(
            Component(
                deed.key("product", component),
                decimal(quantity, "--part"),
                decimal(lost or "0", "--part"),
            )
        )
    set_bill_of_materials(
        deed.connection,
        product_id=deed.key("product", product),
        components=components,
        valid_from=deed.on,
        output_quantity=decimal(makes, "--makes"),
    )
    deed.say("set", "Set", f"what {product} is made of from {deed.on}: {', '.join(part)}")


@act(bills, "cost")
def adopt_cost(deed: Deed, product: ProductArgument) -> None:
    """Make what the parts and steps of a product cost its standard cost from a day on."""
    from operations.erp.catalog.commands import adopt_rolled_up_cost

    cost = adopt_rolled_up_cost(
        deed.connection, product_id=deed.key("product", product), valid_from=deed.on
    )
    parts = f"{cost.material_cost:,.2f} of material and {cost.work_cost:,.2f} of work"
    deed.say("set", "Set", f"the standard cost of {product} from {deed.on}: {parts}")


@act(routings, "centre", dated=Dated.never)
def open_centre(
    deed: Deed,
    code: Annotated[str, typer.Argument(help="Its code, e.g. ASM.")],
    name: Annotated[str, typer.Argument(help="How it is called.")],
    *,
    hourly: Annotated[str, typer.Option(help="What an hour costs, in company currency.")],
    hours: Annotated[str, typer.Option(help="Hours of a working day.")] = "7",
) -> None:
    """Open a place where work is done (poste de charge)."""
    from operations.erp.catalog.commands import open_work_centre

    open_work_centre(
        deed.connection,
        work_centre_code=code,
        name=name,
        hourly_cost=decimal(hourly, "--hourly"),
        hours_per_day=decimal(hours, "--hours"),
    )
    deed.say("open", "Opened", f"work centre {code}: {name}")


@act(routings, "set")
def set_routing(
    deed: Deed,
    product: ProductArgument,
    *,
    step: Annotated[
        list[str],
        typer.Option(
            help="Work centre:name=hours of a unit, of a lot's setup after +: "
            "ASM:Assembly=0.5+1; repeat it in their order."
        ),
    ],
    lot: Annotated[str, typer.Option(help="Over how many the setup is spread.")] = "1",
) -> None:
    """Say by which steps a product is made from a day on; affluent erp show prints them."""
    from operations.erp.catalog.commands import set_routing as plan
    from operations.erp.catalog.structure import Operation
    from operations.registers.numbers import work_centre_of

    operations = []
    for each in step:
        what, hours = halves(each, "--step", STEP)
        centre, _, name = what.partition(":")
        run, _, setup = hours.partition("+")
        operations.append(
            Operation(
                work_centre_of(deed.connection, centre),
                name or centre,
                run_hours=decimal(run, "--step"),
                setup_hours=decimal(setup or "0", "--step"),
            )
        )
    plan(
        deed.connection,
        product_id=deed.key("product", product),
        operations=operations,
        valid_from=deed.on,
        lot_quantity=decimal(lot, "--lot"),
    )
    deed.say("set", "Set", f"how {product} is made from {deed.on}: {', '.join(step)}")
