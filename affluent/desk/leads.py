"""``affluent crm lead|deal``: from a hint to a deal that is won or lost."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import decimal_or_none
from affluent.options import day

leads = typer.Typer(no_args_is_help=True, help="Leads (pistes).")
deals = typer.Typer(no_args_is_help=True, help="Deals (affaires).")

LeadArgument = Annotated[str, typer.Argument(help="The lead, e.g. L00001.")]
DealArgument = Annotated[str, typer.Argument(help="The deal, e.g. OP00001.")]
OwnerOption = Annotated[str | None, typer.Option(help="Who works on it, e.g. EM00001.")]
WorthOption = Annotated[str | None, typer.Option("--amount", help="What it is worth, ex VAT.")]
CloseOption = Annotated[str | None, typer.Option("--close", help="When it will be decided.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who says so.")]


@act(leads, "new", dated=Dated.moment)
def new_lead(
    deed: Deed,
    company: Annotated[str, typer.Argument(help="How the firm is called.")],
    *,
    country: Annotated[str, typer.Option(help="ISO code of two letters.")] = "FR",
    source: Annotated[str, typer.Option(help="How it came: web, phone, fair…")] = "web",
    last_name: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    first_name: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    job: Annotated[str | None, typer.Option(help="What they do there.")] = None,
    email: Annotated[str | None, typer.Option(help="A mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="A telephone number.")] = None,
    city: Annotated[str | None, typer.Option(help="Its city.")] = None,
    need: Annotated[str | None, typer.Option(help="What it needs.")] = None,
    campaign: Annotated[str | None, typer.Option(help="The campaign, e.g. CA00001.")] = None,
    owner: OwnerOption = None,
) -> None:
    """Enter a request or a hint; it is scored at once."""
    from operations.crm.leads import commands as room

    lead_id = room.enter_lead(
        deed.connection,
        company_name=company,
        country_code=country,
        lead_source=source,
        received_at=deed.at,
        campaign_id=deed.key_or_none("campaign", campaign),
        first_name=first_name,
        last_name=last_name,
        job_title=job,
        email=email,
        phone=phone,
        city=city,
        need=need,
        owner_id=deed.key_or_none("employee", owner),
    )
    deed.say("enter", "Entered", f"lead {deed.number('lead', lead_id)}: {company}")


@act(leads, "qualify")
def qualify_lead(
    deed: Deed,
    lead: LeadArgument,
) -> None:
    """Say that a lead is worth a deal."""
    from operations.crm.leads import commands as room

    room.qualify(deed.connection, lead_id=deed.key("lead", lead), on=deed.on)
    deed.say("qualify", "Qualified", lead)


@act(leads, "disqualify")
def disqualify_lead(
    deed: Deed,
    lead: LeadArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Put a lead aside."""
    from operations.crm.leads import commands as room

    room.disqualify(deed.connection, lead_id=deed.key("lead", lead), on=deed.on, reason=reason)
    deed.say("put aside", "Put aside", f"{lead}: {reason}")


@act(leads, "convert")
def convert_lead(
    deed: Deed,
    lead: LeadArgument,
    *,
    account: Annotated[
        str | None, typer.Option(help="The account, when the firm is known, e.g. A00001.")
    ] = None,
    deal: Annotated[str | None, typer.Option(help="How the deal is called.")] = None,
    last_name: Annotated[str | None, typer.Option(help="Whom to speak to.")] = None,
    amount: WorthOption = None,
    close: CloseOption = None,
    by: ByOption = None,
) -> None:
    """Make an account, a contact and a deal of a qualified lead."""
    from operations.crm.leads import commands as room

    made = room.convert(
        deed.connection,
        lead_id=deed.key("lead", lead),
        on=deed.on,
        account_id=deed.key_or_none("account", account),
        last_name=last_name,
        opportunity_name=deal,
        amount=decimal_or_none(amount, "--amount"),
        expected_close_on=day(close, "--close"),
        by=by,
    )
    number = deed.number("opportunity", made.opportunity_id)
    account_number = deed.number("account", made.account_id)
    deed.say("make", "Made", f"deal {number} with account {account_number} of {lead}")


@act(deals, "new")
def new_deal(
    deed: Deed,
    name: Annotated[str, typer.Argument(help="What it is about.")],
    *,
    account: Annotated[str, typer.Option(help="The account, e.g. A00001.")],
    amount: WorthOption = None,
    close: CloseOption = None,
    owner: OwnerOption = None,
    by: ByOption = None,
) -> None:
    """Enter a chance to sell, at the first stage."""
    from operations.crm.opportunities import commands as room

    deal_id = room.open_opportunity(
        deed.connection,
        account_id=deed.key("account", account),
        name=name,
        created_on=deed.on,
        owner_id=deed.key_or_none("employee", owner),
        expected_close_on=day(close, "--close"),
        amount=decimal_or_none(amount, "--amount"),
        by=by,
    )
    number = deed.number("opportunity", deal_id)
    deed.say("open", "Opened", f"deal {number} with {account}: {name}")


@act(deals, "move")
def move_deal(
    deed: Deed,
    deal: DealArgument,
    *,
    stage: Annotated[str, typer.Option(help="prospecting, qualified, proposal or negotiation.")],
    by: ByOption = None,
) -> None:
    """Move a deal to another open stage."""
    from operations.crm.opportunities import commands as room

    deal_id = deed.key("opportunity", deal)
    room.move_stage(deed.connection, opportunity_id=deal_id, stage=stage, on=deed.on, by=by)
    deed.say("move", "Moved", f"{deal} to {stage}")


@act(deals, "win")
def win_deal(
    deed: Deed,
    deal: DealArgument,
    *,
    amount: WorthOption = None,
    reason: Annotated[str | None, typer.Option(help="Why, by a code of the list.")] = None,
    by: ByOption = None,
) -> None:
    """Close a deal as won (gagnée)."""
    from operations.crm.opportunities import commands as room

    room.win(
        deed.connection,
        opportunity_id=deed.key("opportunity", deal),
        on=deed.on,
        amount=decimal_or_none(amount, "--amount"),
        reason=reason,
        by=by,
    )
    deed.say("win", "Won", deal)


@act(deals, "lose")
def lose_deal(
    deed: Deed,
    deal: DealArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why, by a code of the list, e.g. price.")],
    competitor: Annotated[str | None, typer.Option(help="To whom.")] = None,
    by: ByOption = None,
) -> None:
    """Close a deal as lost (perdue)."""
    from operations.crm.opportunities import commands as room

    room.lose(
        deed.connection,
        opportunity_id=deed.key("opportunity", deal),
        on=deed.on,
        reason=reason,
        competitor_name=competitor,
        by=by,
    )
    deed.say("lose", "Lost", f"{deal}: {reason}")
