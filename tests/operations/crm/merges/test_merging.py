"""Records that are one: what moves, what is remembered, how it is undone; and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from desk import Desk, at
from trade import DAY, Trade, day

from operations.crm.accounts import commands as accounts
from operations.crm.accounts.errors import AccountIsCustomer, MergedAway
from operations.crm.campaigns import commands as campaigns
from operations.crm.leads import commands as leads
from operations.crm.merges import commands as merges
from operations.crm.merges.errors import (
    AccountsDiffer,
    ConversionsDiffer,
    CustomersDiffer,
    MergedFurther,
    MergesWithItself,
    MergeUndone,
)
from operations.errors import InvalidValue, NotFound

BY = "Vente Nord"


def merge(desk: Desk, kept: int, merged: int, kind: str = "accounts") -> int:
    write = getattr(merges, f"merge_{kind}")
    return int(write(desk.connection, kept_id=kept, merged_id=merged, on=DAY, by=BY))


def test_every_reference_to_an_account_moves(desk: Desk) -> None:
    twice = desk.open_account("Ateliers Jura")
    contact, deal, ticket = desk.contact(twice), desk.deal(twice), desk.ticket(account_id=twice)
    key = merge(desk, desk.account, twice)
    for table, record in (("contacts", contact), ("opportunities", deal), ("tickets", ticket)):
        assert desk.of(table, record, "account_id") == desk.account
    assert desk.of("accounts", twice, "merged_into_id") == desk.account
    assert desk.of("merges", key, "moved_rows") == {
        "crm.contacts.account_id": [contact],
        "crm.opportunities.account_id": [deal],
        "crm.tickets.account_id": [ticket],
    }
    told = desk.row(
        "select old_value, new_value, changed_on, changed_by from crm.opportunity_events"
        " where field = 'account_id' and old_value is not null"
    )
    assert told == (str(twice), str(desk.account), DAY, BY)


def test_a_blank_is_filled_and_what_was_known_stays(desk: Desk) -> None:
    kept = desk.open_account("Jura", city="Dole")
    merged = desk.open_account("Jura SA", city="Lyon", phone="0300000000")
    key = merge(desk, kept, merged)
    assert desk.of("accounts", kept, "name, city, phone") == ("Jura", "Dole", "0300000000")
    kept_before, merged_before, filled = desk.of(
        "merges", key, "kept_before, merged_before, filled_fields"
    )
    assert (kept_before["phone"], merged_before["city"]) == (None, "Lyon")
    assert filled == {"phone": "0300000000"}


def test_the_kept_account_becomes_the_customer_that_the_other_one_was(
    desk: Desk, trade: Trade
) -> None:
    merged = desk.open_account("Jura SA")
    accounts.link_customer(desk.connection, account_id=merged, customer_id=trade.customer)
    key = merge(desk, desk.account, merged)
    assert desk.of("accounts", desk.account, "customer_id") == trade.customer
    assert desk.of("accounts", merged, "customer_id") is None
    merges.undo_merge(desk.connection, merge_id=key, on=day(1), by=BY)
    assert desk.of("accounts", merged, "customer_id") == trade.customer
    assert desk.of("accounts", desk.account, "customer_id") is None
    with pytest.raises(AccountIsCustomer):
        accounts.link_customer(
            desk.connection, account_id=merged, customer_id=trade.register("Other")
        )


def test_two_customers_of_the_books_are_not_merged(desk: Desk, trade: Trade) -> None:
    other = desk.open_account("Other")
    accounts.link_customer(desk.connection, account_id=desk.account, customer_id=trade.customer)
    accounts.link_customer(desk.connection, account_id=other, customer_id=trade.register("Other"))
    with pytest.raises(CustomersDiffer, match=r"Account A\d+ is customer C\d+, Account A\d+ is"):
        merge(desk, desk.account, other)


@pytest.mark.parametrize("kind", ["accounts", "contacts", "leads"])
def test_a_record_is_not_merged_into_itself_or_into_one_that_is_gone(desk: Desk, kind: str) -> None:
    makes: dict[str, Callable[[], int]] = {
        "accounts": lambda: desk.open_account("Jura"),
        "contacts": desk.contact,
        "leads": desk.lead,
    }
    one, two, three = (makes[kind]() for _ in range(3))
    with pytest.raises(MergesWithItself):
        merge(desk, one, one, kind)
    merge(desk, one, two, kind)
    for pair in ((two, three), (three, two)):
        with pytest.raises(MergedAway, match="was merged into"):
            merge(desk, *pair, kind)
    with pytest.raises(NotFound, match="999999"):
        merge(desk, one, 999_999, kind)


def test_contacts_of_two_firms_are_not_merged(desk: Desk) -> None:
    stranger = desk.contact(desk.open_account("Other"))
    with pytest.raises(AccountsDiffer, match="belong to two accounts"):
        merge(desk, desk.contact(), stranger, "contacts")


def test_a_converted_lead_is_kept_and_never_merged_away(desk: Desk) -> None:
    converted, other = desk.lead(), desk.lead(need="Hoses")
    leads.qualify(desk.connection, lead_id=converted, on=DAY)
    leads.convert(desk.connection, lead_id=converted, on=DAY)
    with pytest.raises(ConversionsDiffer, match=r"Lead L\d+ was converted"):
        merge(desk, other, converted, "leads")
    merge(desk, converted, other, "leads")


def test_a_merged_lead_is_scored_anew_with_what_it_took_over(desk: Desk) -> None:
    leads.add_rule(
        desk.connection, field="need", operator="is_given", points=10, reason="says what it needs"
    )
    kept, merged = desk.lead(), desk.lead(need="Hoses")
    merge(desk, kept, merged, "leads")
    assert desk.of("leads", kept, "need, score") == ("Hoses", 10)


def test_what_both_have_already_stays_where_it_is(desk: Desk) -> None:
    kept, merged = desk.contact(), desk.contact()
    both, one = (
        campaigns.plan_campaign(desk.connection, name=name, channel="event", starts_on=DAY)
        for name in ("Salon", "Portes ouvertes")
    )
    for campaign, contact in ((both, kept), (both, merged), (one, merged)):
        campaigns.add_members(
            desk.connection, campaign_id=campaign, sent_on=DAY, contact_ids=[contact]
        )
    merge(desk, kept, merged, "contacts")
    members = "select campaign_id, contact_id from crm.campaign_members order by 1, 2"
    assert desk.rows(members) == [(both, kept), (both, merged), (one, kept)]


def test_a_role_that_ended_does_not_keep_the_same_one_from_moving(desk: Desk) -> None:
    kept, merged = desk.contact(), desk.contact()
    for contact in (kept, merged):
        accounts.give_role(desk.connection, contact_id=contact, role="buyer", on=DAY)
    accounts.end_role(desk.connection, contact_id=kept, role="buyer", on=DAY)
    merge(desk, kept, merged, "contacts")
    assert desk.row("select count(*) from crm.contact_roles where contact_id = %s", kept) == 2


def test_undoing_a_merge_leaves_what_came_since_and_what_was_changed_since(desk: Desk) -> None:
    merged = desk.open_account("Jura SA", city="Lyon", phone="0300000000")
    old = desk.deal(merged)
    key = merge(desk, desk.account, merged)
    new = desk.deal()
    accounts.change_account(desk.connection, account_id=desk.account, city="Dole")
    merges.undo_merge(desk.connection, merge_id=key, on=day(1), by="Direction")
    assert desk.of("opportunities", old, "account_id") == merged
    assert desk.of("opportunities", new, "account_id") == desk.account
    assert desk.of("accounts", desk.account, "city, phone") == ("Dole", None)
    assert desk.of("accounts", merged, "merged_into_id") is None
    assert desk.of("merges", key, "undone_on, undone_by") == (day(1), "Direction")
    assert merge(desk, desk.account, merged) > key  # it may be merged again


def test_a_merge_is_undone_once_and_not_before_it_was_made(desk: Desk) -> None:
    key = merge(desk, desk.account, desk.open_account("Jura SA"))
    with pytest.raises(InvalidValue, match="cannot be undone on 2024-02-29"):
        merges.undo_merge(desk.connection, merge_id=key, on=day(-1), by=BY)
    merges.undo_merge(desk.connection, merge_id=key, on=DAY, by=BY)
    with pytest.raises(MergeUndone, match="was undone on 2024-03-01"):
        merges.undo_merge(desk.connection, merge_id=key, on=DAY, by=BY)
    with pytest.raises(NotFound, match="merge 999999"):
        merges.undo_merge(desk.connection, merge_id=999_999, on=DAY, by=BY)


def test_a_merge_under_another_is_undone_after_it(desk: Desk) -> None:
    first, second = desk.open_account("Jura SA"), desk.open_account("Jura SAS")
    deal = desk.deal(first)
    lower = merge(desk, second, first)
    upper = merge(desk, desk.account, second)
    with pytest.raises(MergedFurther, match=f"Merge {lower} lies under merge {upper}"):
        merges.undo_merge(desk.connection, merge_id=lower, on=DAY, by=BY)
    for key in (upper, lower):
        merges.undo_merge(desk.connection, merge_id=key, on=DAY, by=BY)
    assert desk.of("opportunities", deal, "account_id") == first


def test_nobody_merges_without_a_name(desk: Desk) -> None:
    twice = desk.open_account("Jura SA")
    with pytest.raises(InvalidValue, match="person who merges"):
        merges.merge_accounts(desk.connection, kept_id=desk.account, merged_id=twice, on=DAY, by="")
    key = merge(desk, desk.account, twice)
    with pytest.raises(InvalidValue, match="person who undoes"):
        merges.undo_merge(desk.connection, merge_id=key, on=DAY, by=" ")


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update crm.merges set merged_id = kept_id", "two_records"),
        ("update crm.merges set undone_on = '2024-01-01', undone_by = 'x'", "undone_after_merged"),
        ("update crm.merges set undone_on = '2024-04-01'", "undone_by_somebody"),
        (
            "insert into crm.merges (entity, kept_id, merged_id, merged_on, merged_by,"
            " kept_before, merged_before, filled_fields, moved_rows) select entity, kept_id,"
            " merged_id, merged_on, merged_by, kept_before, merged_before, filled_fields,"
            " moved_rows from crm.merges",
            "merged_once",
        ),
        (
            "insert into crm.kept_apart (entity, first_id, second_id, decided_on, decided_by)"
            " values ('account', 2, 1, '2024-03-01', 'x')",
            "elder_first",
        ),
    ],
)
def test_the_database_refuses_a_merge_that_is_none(desk: Desk, statement: str, rule: str) -> None:
    merge(desk, desk.account, desk.open_account("Jura SA"))
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        desk.connection.execute(statement.encode())


def test_a_ticket_keeps_its_history_when_its_account_is_merged(desk: Desk) -> None:
    twice = desk.open_account("Jura SA")
    ticket = desk.ticket(account_id=twice)
    merge(desk, desk.account, twice)
    from operations.crm.tickets import commands as tickets

    tickets.resolve(desk.connection, ticket_id=ticket, at=at("2024-03-01 12:00"))
    kinds = desk.rows(
        "select kind from crm.ticket_events where ticket_id = %s order by ticket_event_id", ticket
    )
    assert kinds == [("opened",), ("responded",), ("resolved",)]
