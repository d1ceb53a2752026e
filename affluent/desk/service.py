"""``affluent crm activity|ticket``: what was done with customers, and what they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import CompanyOption

if TYPE_CHECKING:
    from operations.crm.activities.model import About

activities = typer.Typer(no_args_is_help=True, help="Mails, calls, meetings, tasks (activités).")
tickets = typer.Typer(no_args_is_help=True, help="Questions of customers (tickets).")

TicketArgument = Annotated[str, typer.Argument(help="The ticket, e.g. T00001.")]
OwnerOption = Annotated[str | None, typer.Option(help="Who, e.g. EM00001.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who did it.")]


@act(activities, "log", dated=Dated.moment)
def log_activity(
    deed: Deed,
    kind: Annotated[
        Literal["mail", "call", "meeting", "task"], typer.Argument(help="What was done.")
    ],
    subject: Annotated[str, typer.Argument(help="What about.")],
    *,
    about: Annotated[
        list[str],
        typer.Option(help="Account, lead, deal, ticket, or a contact's address; repeat it."),
    ],
    outcome: Annotated[str, typer.Option(help="What came of it.")],
    direction: Annotated[
        Literal["inbound", "outbound"] | None, typer.Option(help="Who began it.")
    ] = None,
    owner: OwnerOption = None,
) -> None:
    """Note what was done."""
    from operations.crm.activities import commands as room

    activity_id = room.log_activity(
        deed.connection,
        kind=kind,
        subject=subject,
        about=_about(deed, about),
        at=deed.at,
        outcome=outcome,
        direction=direction,
        owner_id=deed.key_or_none("employee", owner),
    )
    number = deed.number("activity", activity_id)
    deed.say("note", "Noted", f"{kind} {number} about {', '.join(about)}")


@act(tickets, "open", dated=Dated.moment)
def open_ticket(
    deed: Deed,
    subject: Annotated[str, typer.Argument(help="What the customer asks.")],
    *,
    account: Annotated[str, typer.Option(help="The account, e.g. A00001.")],
    category: Annotated[str, typer.Option(help="quality, delivery, invoice…")],
    priority: Annotated[
        Literal["low", "normal", "high", "urgent"], typer.Option(help="What is promised for it.")
    ] = "normal",
    channel: Annotated[
        Literal["email", "phone", "web", "chat", "visit"], typer.Option(help="How it came.")
    ] = "email",
    contact: Annotated[str | None, typer.Option(help="Mail address of who asks.")] = None,
    product: Annotated[str | None, typer.Option(help="The product, e.g. P00001.")] = None,
    owner: OwnerOption = None,
    by: ByOption = None,
    company: CompanyOption = None,
) -> None:
    """Take a question; until when it is answered and solved follows from its priority."""
    from operations.crm.tickets import commands as room
    from operations.registers.numbers import contact_of

    ticket_id = room.open_ticket(
        deed.connection,
        account_id=deed.key("account", account),
        subject=subject,
        category=category,
        priority=priority,
        channel=channel,
        at=deed.at,
        contact_id=contact_of(deed.connection, contact) if contact else None,
        product_id=deed.key_or_none("product", product),
        owner_id=deed.key_or_none("employee", owner),
        company_id=deed.company(company),
        by=by,
    )
    deed.say("open", "Opened", f"ticket {deed.number('ticket', ticket_id)} of {account}")


@act(tickets, "answer", dated=Dated.moment)
def answer_ticket(
    deed: Deed,
    ticket: TicketArgument,
    *,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="The customer is asked something: the clock rests.")
    ] = False,
    by: ByOption = None,
) -> None:
    """Note that somebody answered the customer."""
    from operations.crm.tickets import commands as room

    answer = room.wait_for_customer if waiting else room.respond
    answer(deed.connection, ticket_id=deed.key("ticket", ticket), at=deed.at, by=by)
    deed.say("answer", "Answered", ticket)


@act(tickets, "solve", dated=Dated.moment)
def solve_ticket(
    deed: Deed,
    ticket: TicketArgument,
    *,
    by: ByOption = None,
) -> None:
    """Note that a ticket is solved."""
    from operations.crm.tickets import commands as room

    room.resolve(deed.connection, ticket_id=deed.key("ticket", ticket), at=deed.at, by=by)
    deed.say("solve", "Solved", ticket)


def _about(deed: Deed, numbers: list[str]) -> About:
    """What an activity is about, each by its number; a contact by the mail address."""
    from operations.crm.activities.commands import About
    from operations.errors import InvalidValue
    from operations.registers.catalogue import CRM, of_number
    from operations.registers.numbers import contact_of

    keys: dict[str, int] = {}
    for number in numbers:
        if "@" in number:
            keys["contact_id"] = contact_of(deed.connection, number)
            continue
        kind = of_number(CRM, number).kind
        if kind not in {"account", "lead", "opportunity", "ticket"}:
            raise InvalidValue(
                f"No activity is about {number}.",
                remedy="Give an account, a lead, a deal, a ticket, or a contact's address.",
            )
        keys[f"{kind}_id"] = deed.key(kind, number)
    return About(**keys)
