"""What a person's word is on a day, with its proof; and what is refused."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
from desk import Desk, at
from trade import day

from operations.crm.accounts.errors import MergedAway
from operations.crm.consents import commands as consents
from operations.crm.consents.errors import (
    ExpiresBeforeGiven,
    NoProof,
    SaidInTheFuture,
    UnknownPurpose,
)
from operations.crm.merges import commands as merges
from operations.database.server import Store
from operations.errors import InvalidValue, NotFound


def word(contact: int, when: str, **fields: object) -> dict[str, object]:
    return {
        "contact_id": contact,
        "purpose": "newsletter",
        "channel": "web",
        "at": at(when),
        "proof_source": "form 12",
        "proof_text": "J'accepte de recevoir la lettre.",
    } | fields


def give(desk: Desk, contact: int, when: str = "2024-03-01 10:00", **fields: object) -> int:
    return consents.give_consent(desk.connection, **word(contact, when, **fields))  # type: ignore[arg-type]


def withdraw(desk: Desk, contact: int, when: str, **fields: object) -> int:
    return consents.withdraw_consent(desk.connection, **word(contact, when, **fields))  # type: ignore[arg-type]


def test_without_a_word_there_is_no_consent(desk: Desk) -> None:
    assert not consents.has_consent(desk.connection, desk.contact(), "newsletter", day(0))


def test_a_consent_holds_from_its_day_for_its_purpose_alone(desk: Desk) -> None:
    contact = desk.contact()
    give(desk, contact)
    holds = [
        consents.has_consent(desk.connection, contact, purpose, on)
        for purpose, on in (("newsletter", day(-1)), ("newsletter", day(0)), ("phone", day(0)))
    ]
    assert holds == [False, True, False]


def test_a_word_that_is_recorded_late_does_not_win_over_a_later_one(desk: Desk) -> None:
    contact = desk.contact()
    withdraw(desk, contact, "2024-03-05 10:00")
    give(desk, contact, "2024-03-02 10:00")  # on paper, entered afterwards
    assert consents.has_consent(desk.connection, contact, "newsletter", day(2))
    assert not consents.has_consent(desk.connection, contact, "newsletter", day(4))


def test_an_expired_consent_does_not_bring_back_an_older_one(desk: Desk) -> None:
    contact = desk.contact()
    give(desk, contact, "2024-03-01 10:00", expires_on=dt.date(2030, 1, 1))
    give(desk, contact, "2024-03-03 10:00", expires_on=day(5))
    assert consents.has_consent(desk.connection, contact, "newsletter", day(5))
    assert not consents.has_consent(desk.connection, contact, "newsletter", day(6))


def test_a_consent_lapses_after_as_many_days_as_its_purpose_says(desk: Desk) -> None:
    contact = desk.contact()
    give(desk, contact)
    assert consents.has_consent(desk.connection, contact, "newsletter", day(1095))
    assert not consents.has_consent(desk.connection, contact, "newsletter", day(1096))


def test_the_words_of_one_day_count_by_their_hour(desk: Desk) -> None:
    contact = desk.contact()
    withdraw(desk, contact, "2024-03-01 15:00")
    give(desk, contact, "2024-03-01 10:00")
    assert not consents.has_consent(desk.connection, contact, "newsletter", day(0))


def test_many_contacts_are_asked_for_at_once(desk: Desk) -> None:
    yes, no, silent = (desk.contact() for _ in range(3))
    give(desk, yes)
    withdraw(desk, no, "2024-03-01 10:00")
    asked = {"purpose": "newsletter", "on": day(1)}
    everyone = [yes, no, silent]
    assert consents.consenting(desk.connection, everyone, **asked) == {yes}  # type: ignore[arg-type]
    assert consents.withdrawn(desk.connection, everyone, **asked) == {no}  # type: ignore[arg-type]


def test_the_word_of_a_merged_contact_is_the_word_of_the_kept_one(desk: Desk) -> None:
    kept, merged = desk.contact(), desk.contact()
    give(desk, kept)
    withdraw(desk, merged, "2024-03-03 10:00")
    merge = merges.merge_contacts(
        desk.connection, kept_id=kept, merged_id=merged, on=day(5), by="Vente Nord"
    )
    assert not consents.has_consent(desk.connection, kept, "newsletter", day(5))
    with pytest.raises(MergedAway, match=rf"Contact {merged} was merged into contact {kept}"):
        give(desk, merged)
    merges.undo_merge(desk.connection, merge_id=merge, on=day(6), by="Vente Nord")
    assert consents.has_consent(desk.connection, kept, "newsletter", day(6))


def test_a_word_of_tomorrow_is_refused(desk: Desk) -> None:
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1, hours=1)
    for say in (give, withdraw):
        with pytest.raises(SaidInTheFuture, match="would have said it on"):
            say(desk, desk.contact(), "2024-03-01 10:00", at=tomorrow)


@pytest.mark.parametrize("proof", [{"proof_source": " "}, {"proof_text": ""}])
def test_a_word_that_nobody_could_prove_is_refused(desk: Desk, proof: dict[str, str]) -> None:
    with pytest.raises(NoProof, match="has no proof"):
        give(desk, desk.contact(), **proof)


def test_a_purpose_that_nobody_is_asked_for_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownPurpose) as refused:
        give(desk, desk.contact(), purpose="astrology")
    assert "newsletter, phone, profiling" in refused.value.remedy


def test_a_consent_does_not_expire_before_it_is_given(desk: Desk) -> None:
    with pytest.raises(ExpiresBeforeGiven, match="of 2024-03-01 would expire on 2024-02-29"):
        give(desk, desk.contact(), expires_on=day(-1))


def test_a_word_has_a_contact_a_channel_and_a_zone(desk: Desk) -> None:
    with pytest.raises(NotFound, match="contact 999999"):
        give(desk, 999_999)
    with pytest.raises(InvalidValue, match="came by 'rumour'"):
        give(desk, desk.contact(), channel="rumour")
    with pytest.raises(InvalidValue, match="without a time zone"):
        give(desk, desk.contact(), at=dt.datetime(2024, 3, 1))  # noqa: DTZ001  that is the point


INSERT = (
    "insert into crm.consent_events (contact_id, purpose, action, channel, said_at, said_on,"
    " expires_on, proof_source, proof_text) select contact_id, 'phone', {action}, 'web',"
    " {said_at}, (({said_at}) at time zone 'Europe/Paris')::date + {shift}, {expires_on}, {proof},"
    " 'x' from crm.contacts"
)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"said_at": "now() + interval '2 days'"}, "not_said_in_the_future"),
        ({"shift": "1"}, "said_on_its_day"),
        ({"expires_on": "date '2024-01-01'"}, "expires_after"),
        ({"proof": "''"}, "proof_source"),
        ({"action": "'withdrawn'", "expires_on": "date '2030-01-01'"}, "only_consent_expires"),
    ],
)
def test_the_database_refuses_a_word_that_is_none(
    desk: Desk, values: dict[str, str], rule: str
) -> None:
    desk.contact()
    usual = {
        "said_at": "timestamptz '2024-03-01 10:00+01'",
        "action": "'given'",
        "shift": "0",
        "expires_on": "null::date",
        "proof": "'form'",
    }
    statement = INSERT.format(**(usual | values))
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        desk.connection.execute(statement.encode())


def test_a_word_is_never_changed(desk: Desk, own_store: Store) -> None:
    change = "update crm.consent_events set action = 'given'"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.connection.execute(change.encode())
    with psycopg.connect(own_store.owner) as connection:
        owners_desk = Desk(connection)
        give(owners_desk, owners_desk.contact())
        with pytest.raises(psycopg.errors.CheckViolation, match="added, never changed"):
            connection.execute(change.encode())
