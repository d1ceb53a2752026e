"""A person allows the newsletter, lets it lapse, allows it again, and takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from desk import Desk, at

from operations.crm.campaigns import commands as campaigns
from operations.crm.campaigns.errors import ConsentWithdrawn
from operations.crm.consents import commands as consents


def test_a_consent_is_given_expires_is_given_again_and_withdrawn(desk: Desk) -> None:
    connection = desk.connection
    contact = desk.contact(email="achats@jura.example")

    def allowed(day: str) -> bool:
        on = dt.date.fromisoformat(day)
        return consents.has_consent(connection, contact, "newsletter", on)

    # At the fair of March 2021 he ticks a box: it holds for three years.
    consents.give_consent(
        connection,
        contact_id=contact,
        purpose="newsletter",
        channel="event",
        at=at("2021-03-04 14:00"),
        proof_source="sheet 17 of the fair",
        proof_text="J'accepte de recevoir la lettre d'information.",
    )
    assert [allowed(day) for day in ("2021-03-03", "2021-03-04", "2024-03-03", "2024-03-04")] == [
        False,
        True,
        True,
        False,
    ]

    # In May 2024 he ticks it again on the web site, for one year.
    consents.give_consent(
        connection,
        contact_id=contact,
        purpose="newsletter",
        channel="web",
        at=at("2024-05-02 09:00"),
        proof_source="form on /newsletter",
        proof_text="J'accepte de recevoir la lettre d'information.",
        expires_on=dt.date(2025, 5, 1),
    )
    assert [allowed(day) for day in ("2024-05-01", "2024-05-02", "2025-05-02")] == [
        False,
        True,
        False,
    ]

    # In September he takes it back by mail; from that day on he is not written to.
    consents.withdraw_consent(
        connection,
        contact_id=contact,
        purpose="newsletter",
        channel="email",
        at=at("2024-09-10 18:30"),
        proof_source="mail of 10 September",
        proof_text="Merci de ne plus m'écrire.",
    )
    assert [allowed(day) for day in ("2024-09-09", "2024-09-10", "2024-12-01")] == [
        True,
        False,
        False,
    ]
    mailing = campaigns.plan_campaign(
        connection, name="Rentrée", channel="email", starts_on=dt.date(2024, 9, 1)
    )
    with pytest.raises(ConsentWithdrawn):
        campaigns.add_members(
            connection,
            campaign_id=mailing,
            sent_on=dt.date(2024, 9, 15),
            contact_ids=[contact],
        )

    # Every word is still there, with its proof.
    words = desk.rows(
        "select action, said_on, expires_on, proof_source from crm.consent_events"
        " order by consent_event_id"
    )
    assert words == [
        ("given", dt.date(2021, 3, 4), dt.date(2024, 3, 3), "sheet 17 of the fair"),
        ("given", dt.date(2024, 5, 2), dt.date(2025, 5, 1), "form on /newsletter"),
        ("withdrawn", dt.date(2024, 9, 10), None, "mail of 10 September"),
    ]
