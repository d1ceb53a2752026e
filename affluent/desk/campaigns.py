"""``affluent crm campaign``: how the company makes itself heard, to whom, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption, decimal, decimal_or_none
from affluent.options import day

if TYPE_CHECKING:
    from collections.abc import Sequence

campaigns = typer.Typer(no_args_is_help=True, help="Campaigns (campagnes).")

CampaignArgument = Annotated[str, typer.Argument(help="The campaign, e.g. CA00001.")]
WhomArgument = Annotated[
    list[str], typer.Argument(help="Leads by number, contacts by mail address: L00001 a@b.fr.")
]


@act(campaigns, "new")
def new_campaign(
    deed: Deed,
    name: Annotated[str, typer.Argument(help="How it is called.")],
    *,
    channel: Annotated[
        Literal["email", "phone", "post", "event", "search", "social", "partner", "press"],
        typer.Option(help="How it is heard."),
    ],
    until: Annotated[str | None, typer.Option(help="Its last day.")] = None,
    budget: Annotated[str | None, typer.Option(help="What it may cost, ex VAT.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who runs it, e.g. EM00001.")] = None,
    company: CompanyOption = None,
) -> None:
    """Plan a campaign that begins on a day."""
    from operations.crm.campaigns import commands as room

    campaign_id = room.plan_campaign(
        deed.connection,
        name=name,
        channel=channel,
        starts_on=deed.on,
        ends_on=day(until, "--until"),
        planned_amount=decimal_or_none(budget, "--budget"),
        owner_id=deed.key_or_none("employee", owner),
        company_id=deed.company(company),
    )
    deed.say("plan", "Planned", f"campaign {deed.number('campaign', campaign_id)}: {name}")


@act(campaigns, "start")
def start_campaign(deed: Deed, campaign: CampaignArgument) -> None:
    """Let a planned campaign run from a day on."""
    from operations.crm.campaigns import commands as room

    room.start_campaign(deed.connection, campaign_id=deed.key("campaign", campaign), on=deed.on)
    deed.say("start", "Started", campaign)


@act(campaigns, "end")
def end_campaign(deed: Deed, campaign: CampaignArgument) -> None:
    """Let a campaign end with a day."""
    from operations.crm.campaigns import commands as room

    room.end_campaign(deed.connection, campaign_id=deed.key("campaign", campaign), on=deed.on)
    deed.say("end", "Ended", campaign)


@act(campaigns, "cancel", dated=Dated.never)
def cancel_campaign(deed: Deed, campaign: CampaignArgument) -> None:
    """Give up a campaign; what it cost stays."""
    from operations.crm.campaigns import commands as room

    room.cancel_campaign(deed.connection, campaign_id=deed.key("campaign", campaign))
    deed.say("cancel", "Cancelled", campaign)


@act(campaigns, "add")
def add_members(deed: Deed, campaign: CampaignArgument, whom: WhomArgument) -> None:
    """Address leads and contacts; who said no to the channel is refused."""
    from operations.crm.campaigns import commands as room

    leads, contacts = _members(deed, whom)
    count = room.add_members(
        deed.connection,
        campaign_id=deed.key("campaign", campaign),
        sent_on=deed.on,
        lead_ids=leads,
        contact_ids=contacts,
    )
    deed.say("address", "Addressed", f"{count} with {campaign}, {len(whom) - count} had been")


@act(campaigns, "note")
def note_member(
    deed: Deed,
    campaign: CampaignArgument,
    whom: WhomArgument,
    *,
    what: Annotated[
        Literal["opened", "answered"], typer.Option(help="Who was addressed read it, or answered.")
    ] = "answered",
) -> None:
    """Note that some read or answered what was sent; only the first time counts."""
    from operations.crm.campaigns import commands as room

    note = room.note_opened if what == "opened" else room.note_response
    leads, contacts = _members(deed, whom)
    campaign_id = deed.key("campaign", campaign)
    for lead_id in leads:
        note(deed.connection, campaign_id=campaign_id, on=deed.on, lead_id=lead_id)
    for contact_id in contacts:
        note(deed.connection, campaign_id=campaign_id, on=deed.on, contact_id=contact_id)
    deed.say("note", "Noted", f"that {len(whom)} {what} {campaign}")


@act(campaigns, "cost")
def add_cost(
    deed: Deed,
    campaign: CampaignArgument,
    label: Annotated[str, typer.Argument(help="What for.")],
    *,
    amount: Annotated[str, typer.Option(help="Ex VAT; below zero takes an earlier line back.")],
    planned: Annotated[bool, typer.Option("--planned", help="Planned, not spent.")] = False,
    supplier: Annotated[str | None, typer.Option(help="Whose it is, e.g. V00001.")] = None,
    reference: Annotated[str | None, typer.Option(help="The number on its paper.")] = None,
) -> None:
    """Write down what a campaign cost, or is planned to cost; the books hear of it by invoice."""
    from operations.crm.campaigns import commands as room

    room.add_cost(
        deed.connection,
        campaign_id=deed.key("campaign", campaign),
        kind="planned" if planned else "actual",
        incurred_on=deed.on,
        label=label,
        amount=decimal(amount, "--amount"),
        supplier_id=deed.key_or_none("supplier", supplier),
        reference=reference,
    )
    deed.say("note", "Noted", f"{amount} for {label} of {campaign}")


def _members(deed: Deed, whom: Sequence[str]) -> tuple[list[int], list[int]]:
    """The keys of leads and of contacts."""
    from operations.registers.numbers import contact_of

    leads = [deed.key("lead", each) for each in whom if "@" not in each]
    contacts = [contact_of(deed.connection, each) for each in whom if "@" in each]
    return leads, contacts
