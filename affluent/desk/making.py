"""``affluent erp production``: what to make and buy, and orders of the workshop."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption, decimal, goods
from affluent.options import day, required_day

production = typer.Typer(
    no_args_is_help=True, help="Orders of the workshop (ordres de fabrication)."
)

OrderArgument = Annotated[str, typer.Argument(help="The production order, e.g. MO00001.")]
ProposalArgument = Annotated[
    int, typer.Argument(help="The proposal, as affluent erp list proposals names it.")
]
ComponentsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--line", help="Component=quantity, e.g. P00002=5; repeat it.", show_default="what lacks"
    ),
]


@act(production, "requirements")
def requirements(deed: Deed, *, company: CompanyOption = None) -> None:
    """Compute what is to be made and bought (calcul des besoins); it stands as proposals."""
    from operations.erp.production.commands import plan_requirements

    found = plan_requirements(deed.connection, deed.company(company), deed.on)
    for proposal in found:
        product = deed.number("product", proposal.product_id)
        late = ", late" if proposal.is_late else ""
        what = f"to {proposal.source} {proposal.quantity.normalize():f} of {product}"
        deed.say("propose", "Proposed", f"{what} by {proposal.needed_on}{late}")
    if not found:
        deed.say("propose", "Proposed", f"nothing on {deed.on}")


@act(production, "accept")
def accept(
    deed: Deed,
    proposal: ProposalArgument,
    *,
    by: Annotated[
        str | None, typer.Option("--by", help="Who asks for what is to be bought, e.g. EM00001.")
    ] = None,
) -> None:
    """Make a proposal a production order, or a request to buy."""
    from operations.erp.production.commands import accept_proposal
    from operations.erp.production.proposals import made_of

    accept_proposal(
        deed.connection,
        requirement_proposal_id=proposal,
        accepted_on=deed.on,
        requester_id=deed.key_or_none("employee", by),
    )
    deed.say("make", "Made", f"{made_of(deed.connection, proposal)} of proposal {proposal}")


@act(production, "dismiss", dated=Dated.never)
def dismiss(deed: Deed, proposal: ProposalArgument) -> None:
    """Let a proposal fall."""
    from operations.erp.production.commands import dismiss_proposal

    dismiss_proposal(deed.connection, requirement_proposal_id=proposal)
    deed.say("dismiss", "Dismissed", f"proposal {proposal}")


@act(production, "plan")
def plan(
    deed: Deed,
    product: Annotated[str, typer.Argument(help="What to make, e.g. P00001.")],
    quantity: Annotated[str, typer.Argument(help="How much of it.")],
    *,
    due: Annotated[str, typer.Option(help="The day by which it is needed.")],
    start: Annotated[
        str | None, typer.Option(help="The day on which it begins.", show_default="--date")
    ] = None,
    tolerance: Annotated[
        str, typer.Option(help="Share that may come out beyond the quantity, e.g. 0.05.")
    ] = "0",
    company: CompanyOption = None,
) -> None:
    """Plan to make a product, by its bill of materials and routing of the day it begins."""
    from operations.erp.production.commands import plan_order

    key = plan_order(
        deed.connection,
        product_id=deed.key("product", product),
        quantity=decimal(quantity, "QUANTITY"),
        planned_on=deed.on,
        start_on=day(start, "--start") or deed.on,
        due_on=required_day(due, "--due"),
        over_output_rate=decimal(tolerance, "--tolerance"),
        company_id=deed.company(company),
    )
    number = deed.number("production_order", key)
    deed.say("plan", "Planned", f"{number}: {quantity} of {product} by {due}")


@act(production, "release")
def release(deed: Deed, order: OrderArgument) -> None:
    """Let the workshop begin (lancement)."""
    from operations.erp.production.commands import release_order

    release_order(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        released_on=deed.on,
    )
    deed.say("release", "Released", order)


@act(production, "cancel", dated=Dated.never)
def cancel(deed: Deed, order: OrderArgument) -> None:
    """Call off an order on which nothing was done."""
    from operations.erp.production.commands import cancel_order

    cancel_order(deed.connection, production_order_id=deed.key("production_order", order))
    deed.say("cancel", "Cancelled", order)


@act(production, "issue")
def issue(deed: Deed, order: OrderArgument, *, line: ComponentsOption = None) -> None:
    """Take components out of the stock into an order (sortie de matières)."""
    from operations.erp.production.commands import issue_components

    cost = issue_components(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        issued_on=deed.on,
        quantities=deed.products(goods(line or ())) or None,
    )
    deed.say("issue", "Issued", f"components for {cost:,.2f} to {order}")


@act(production, "return")
def return_unused(
    deed: Deed,
    order: OrderArgument,
    *,
    line: Annotated[list[str], typer.Option("--line", help="Component=quantity; repeat it.")],
) -> None:
    """Bring back components that were not used (retour de matières)."""
    from operations.erp.production.commands import return_components

    worth = return_components(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        returned_on=deed.on,
        quantities=deed.products(goods(line)),
    )
    deed.say("return", "Returned", f"components for {worth:,.2f} of {order}")


@act(production, "output")
def output(
    deed: Deed,
    order: OrderArgument,
    good: Annotated[str, typer.Argument(help="How much came out well.")],
    *,
    scrap: Annotated[str, typer.Option(help="How much is spoilt (rebut).")] = "0",
    reason: Annotated[str | None, typer.Option(help="Why it is spoilt.")] = None,
) -> None:
    """Take what was made into the stock (déclaration de production)."""
    from operations.erp.production.commands import report_output

    report_output(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        reported_on=deed.on,
        good_quantity=decimal(good, "GOOD"),
        scrap_quantity=decimal(scrap, "--scrap"),
        scrap_reason=reason,
    )
    spoilt = f", {scrap} spoilt" if decimal(scrap, "--scrap") else ""
    deed.say("take", "Took", f"{good} of {order} into the stock{spoilt}")


@act(production, "time")
def time(
    deed: Deed,
    order: OrderArgument,
    step: Annotated[int, typer.Argument(help="The number of the step, e.g. 10.")],
    hours: Annotated[str, typer.Argument(help="How long was worked.")],
    *,
    by: Annotated[str | None, typer.Option("--by", help="Who worked, e.g. EM00001.")] = None,
) -> None:
    """Say how long was worked on a step (temps passé)."""
    from operations.erp.production.commands import report_time

    report_time(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        operation_number=step,
        worked_on=deed.on,
        hours=decimal(hours, "HOURS"),
        employee_id=deed.key_or_none("employee", by),
    )
    deed.say("note", "Noted", f"{hours} hours on step {step} of {order}")


@act(production, "close")
def close(deed: Deed, order: OrderArgument) -> None:
    """End an order, and post what it has cost beyond the worth of its output (clôture d'OF)."""
    from operations.erp.production.commands import close_order

    variance = close_order(
        deed.connection,
        production_order_id=deed.key("production_order", order),
        closed_on=deed.on,
    )
    deed.say("close", "Closed", f"{order}: variance {variance:,.2f} (écart)")
