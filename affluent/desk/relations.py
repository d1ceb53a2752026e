"""``affluent crm account|contact|consent``: firms, the people in them, and what they allow."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.options import day

accounts = typer.Typer(no_args_is_help=True, help="Accounts (comptes).")
contacts = typer.Typer(no_args_is_help=True, help="People at accounts (contacts).")
consents = typer.Typer(no_args_is_help=True, help="What people allow (consentements).")

AccountArgument = Annotated[str, typer.Argument(help="The account, e.g. A00001.")]
EmailArgument = Annotated[str, typer.Argument(help="The mail address of the contact.")]
PurposeOption = Annotated[str, typer.Option(help="newsletter, phone, profiling…")]
ChannelOption = Annotated[
    Literal["web", "email", "phone", "paper", "event"], typer.Option(help="How it was said.")
]
SourceOption = Annotated[str, typer.Option(help="Where the proof is, e.g. form 2024-117.")]
WordsOption = Annotated[str, typer.Option(help="The words that were said or signed.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who wrote it down.")]


@act(accounts, "new")
def new_account(
    deed: Deed,
    name: Annotated[str, typer.Argument(help="How the firm is called.")],
    *,
    country: Annotated[str, typer.Option(help="ISO code of two letters.")] = "FR",
    city: Annotated[str | None, typer.Option(help="Its city.")] = None,
    industry: Annotated[str | None, typer.Option(help="What it does.")] = None,
    legal_id: Annotated[str | None, typer.Option(help="Its number in the register.")] = None,
    web: Annotated[str | None, typer.Option(help="Its address in the web.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who looks after it, e.g. EM00001.")] = None,
) -> None:
    """Enter a firm."""
    from operations.crm.accounts import commands as room

    account_id = room.open_account(
        deed.connection,
        name=name,
        country_code=country,
        city=city,
        industry=industry,
        legal_id=legal_id,
        web_address=web,
        owner_id=deed.key_or_none("employee", owner),
        on=deed.on,
    )
    deed.say("enter", "Entered", f"account {deed.number('account', account_id)}: {name}")


@act(accounts, "link", dated=Dated.never)
def link_account(
    deed: Deed,
    account: AccountArgument,
    customer: Annotated[str, typer.Argument(help="The customer, e.g. C00001.")],
) -> None:
    """Say which customer of the books an account is; once said, it stays."""
    from operations.crm.accounts import commands as room

    room.link_customer(
        deed.connection,
        account_id=deed.key("account", account),
        customer_id=deed.key("customer", customer),
    )
    deed.say("link", "Linked", f"{account} to {customer}")


@act(accounts, "merge")
def merge_account(
    deed: Deed,
    account: AccountArgument,
    *,
    into: Annotated[str, typer.Option(help="The account that stays, e.g. A00001.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
) -> None:
    """Merge a firm that was entered twice (doublon) into the one that stays."""
    from operations.crm.merges import commands as room

    room.merge_accounts(
        deed.connection,
        kept_id=deed.key("account", into),
        merged_id=deed.key("account", account),
        on=deed.on,
        by=by,
    )
    deed.say("merge", "Merged", f"{account} into {into}")


@act(contacts, "new", dated=Dated.never)
def new_contact(
    deed: Deed,
    last_name: Annotated[str, typer.Argument(help="How they are called.")],
    *,
    account: Annotated[str, typer.Option(help="The account, e.g. A00001.")],
    first_name: Annotated[str | None, typer.Option(help="Their first name.")] = None,
    email: Annotated[str | None, typer.Option(help="A mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="A telephone number.")] = None,
    job: Annotated[str | None, typer.Option(help="What they do there.")] = None,
) -> None:
    """Enter who answers at an account."""
    from operations.crm.accounts import commands as room

    room.add_contact(
        deed.connection,
        account_id=deed.key("account", account),
        last_name=last_name,
        first_name=first_name,
        email=email,
        phone=phone,
        job_title=job,
    )
    deed.say("enter", "Entered", f"{last_name} at {account}")


@act(consents, "give", dated=Dated.moment)
def give_consent(
    deed: Deed,
    email: EmailArgument,
    *,
    purpose: PurposeOption,
    channel: ChannelOption,
    source: SourceOption,
    words: WordsOption,
    expires: Annotated[
        str | None, typer.Option(help="Its last day.", show_default="as long as its purpose says")
    ] = None,
    by: ByOption = None,
) -> None:
    """Record that a person allowed something, with the proof (RGPD)."""
    from operations.crm.consents import commands as room
    from operations.registers.numbers import contact_of

    room.give_consent(
        deed.connection,
        contact_id=contact_of(deed.connection, email),
        purpose=purpose,
        channel=channel,
        at=deed.at,
        proof_source=source,
        proof_text=words,
        expires_on=day(expires, "--expires"),
        recorded_by=by,
    )
    deed.say("record", "Recorded", f"that {email} allows {purpose}")


@act(consents, "withdraw", dated=Dated.moment)
def withdraw_consent(
    deed: Deed,
    email: EmailArgument,
    *,
    purpose: PurposeOption,
    channel: ChannelOption,
    source: SourceOption,
    words: WordsOption,
    by: ByOption = None,
) -> None:
    """Record that a person allows something no more, or never did."""
    from operations.crm.consents import commands as room
    from operations.registers.numbers import contact_of

    room.withdraw_consent(
        deed.connection,
        contact_id=contact_of(deed.connection, email),
        purpose=purpose,
        channel=channel,
        at=deed.at,
        proof_source=source,
        proof_text=words,
        recorded_by=by,
    )
    deed.say("record", "Recorded", f"that {email} allows {purpose} no more")
