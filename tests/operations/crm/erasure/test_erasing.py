"""A person is forgotten in every table of the store, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from desk import Desk, at
from psycopg import sql

from operations.crm.activities import commands as activities
from operations.crm.activities.model import About
from operations.crm.consents import commands as consents
from operations.crm.erasure import commands as erasure
from operations.crm.erasure import traces
from operations.crm.erasure.errors import MayNotErase, NobodyNamed
from operations.crm.erasure.model import Forgotten, alone, spellings
from operations.crm.merges import commands as merges
from operations.database.server import Store

ADDRESS = "noemie.valette@forges.example"


def texts(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """All that stands in the tables of the CRM and of the sync, in small letters."""
    tables = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('crm', 'sync')"
    ).fetchall()
    query = sql.SQL("select coalesce(string_agg(t::text, ' '), '') from {} as t")
    found = [
        connection.execute(query.format(sql.Identifier(str(s), str(t)))).fetchone()
        for s, t in tables
    ]
    return " ".join(str(row[0]) for row in found if row).lower()


def test_who_is_forgotten_stands_nowhere_and_the_others_stand(store: Store) -> None:
    with psycopg.connect(store.owner) as connection:
        desk = Desk(connection)
        person = desk.contact(first_name="Noémie", last_name="Valette", phone="0470112233")
        double = desk.contact(first_name="N.", last_name="Valette", email=ADDRESS.upper())
        other = desk.contact(first_name="Noémie", last_name="Brun", email="n.brun@forges.example")
        consents.give_consent(
            connection,
            contact_id=person,
            purpose="newsletter",
            channel="web",
            at=at("2024-03-01 10:00"),
            proof_source="form 12",
            proof_text=f"Moi, NOÉMIE VALETTE ({ADDRESS}), j'accepte.",
        )
        merges.merge_contacts(
            connection, kept_id=person, merged_id=double, on=at("2024-03-02 10:00").date(), by="Ada"
        )
        activities.plan_activity(
            connection,
            kind="call",
            subject="Rappeler Noémie Valette",
            about=About(account_id=desk.account),
            at=at("2024-03-03 10:00"),
        )
        assert "valette" in texts(connection)

        done = erasure.forget(
            connection,
            Forgotten(
                pseudonym="Personne 7f3a",
                address_pseudonym="personne-7f3a@erased.invalid",
                contact_ids=[person, double],
                addresses=[ADDRESS],
                names=spellings("Noémie", "Valette"),
                words=[*alone("Noémie", "Valette"), *alone("N.", "Valette")],
                phones=["0470112233"],
            ),
        )

        left = texts(connection)
        assert [word for word in ("valette", ADDRESS, "0470112233") if word in left] == []
        assert done.rows["crm.contacts"] == 2
        assert set(done.rows) >= {"crm.consent_events", "crm.merges", "crm.activities"}
        assert connection.execute(
            "select first_name, last_name, email from crm.contacts where contact_id = %s", [other]
        ).fetchone() == ("Noémie", "Brun", "n.brun@forges.example")
        connection.rollback()


def test_the_writer_may_not_erase(desk: Desk) -> None:
    with pytest.raises(MayNotErase):
        erasure.forget(desk.connection, Forgotten("P", "p@erased.invalid", names=["Ada Lovelace"]))


def test_who_is_not_named_is_not_forgotten() -> None:
    with pytest.raises(NobodyNamed):
        Forgotten("P", "p@erased.invalid", words=["Ada"])


def test_no_byte_of_who_is_forgotten_is_left_in_the_servers_files(
    new_store: Callable[[], Store],
) -> None:
    made = new_store()
    with psycopg.connect(made.writer) as connection:
        desk = Desk(connection)
        person = desk.contact(
            first_name="Ondine", last_name="Quarteron", email="o.quarteron@forges.example"
        )
        connection.commit()
    with psycopg.connect(made.owner, autocommit=True) as connection:
        connection.execute("analyze crm.contacts")
        connection.execute("checkpoint")
        row = connection.execute("show data_directory").fetchone()
    data = Path(str(row[0]) if row else "")

    def files() -> list[str]:
        found = (path for path in data.rglob("*") if path.is_file())
        return [path.name for path in found if b"quarteron" in path.read_bytes().lower()]

    assert len(files()) > 1  # in the table, its index, the journal
    who = Forgotten(
        *("Personne 0", "personne-0@erased.invalid"),
        contact_ids=[person],
        addresses=["o.quarteron@forges.example"],
        words=alone("Ondine", "Quarteron"),
    )
    with psycopg.connect(made.owner) as connection:
        erased = erasure.forget(connection, who)
    traces.overwrite(made.owner, erased.rows)
    assert files() != []  # the journal tells what was
    traces.renew_journal(made.owner)
    assert files() == []
