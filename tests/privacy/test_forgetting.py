"""A person is forgotten in every file of a workspace, and no source brings them back."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from affluent.i18n import Words
from affluent.settings import Workspace, load_workspace
from connectors.core.extract import fetch, settle
from connectors.core.landing import open_landing
from connectors.core.suppression import suppression_list
from connectors.core.verdict import Verdict
from connectors.registry import connector_for, manifest_for
from privacy import access, forgetting
from privacy.errors import NobodyFound, OnTheStaff, SeveralFound, StillThere

DAY = dt.date(2026, 3, 1)
ADDRESS = "noemie.valette@forges.example"
CONFIG = """
[company]
name = "Forges"
currency = "EUR"

[sources.crm]
kind = "files"
path = "exports"
"""
MANIFEST = """
[[streams]]
name = "contacts"
file = "contacts.csv"
key = ["id"]
deletes = "snapshot"
[streams.columns]
id = "text"
first_name = "text"
last_name = "text"
email = "text"
phone = "text"
firm = "text"
note = "text"
"""
CONTACTS = f"""id,first_name,last_name,email,phone,firm,note
1,Noémie,Valette,{ADDRESS},0470112233,Forges du Centre,VALETTE Noémie prefers mornings
2,Noémie,Brun,n.brun@forges.example,0470112244,Forges du Centre,
3,Théo,Martin,info@atelier.example,,Atelier,Met {ADDRESS.upper()} at the fair
4,Lise,Petit,info@atelier.example,,Atelier,
5,Ada,Roy,,,Atelier,
6,Ada,Roy,,,Forges du Centre,
"""
WORDS = (b"valette", ADDRESS.encode(), b"0470112233")


def read(workspace: Workspace) -> None:
    """Read the source into the landing, as a refresh does."""
    stream = manifest_for(workspace, "crm").stream("contacts")
    with (
        open_landing(workspace.landing_path) as landing,
        connector_for(workspace, "crm").snapshot() as reader,
    ):
        fetch(reader, stream, landing)
        settle("crm", stream, landing, lambda *_: Verdict())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A source that was read, a build, a publication, a registry and a log that know of it."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "sources" / "crm").mkdir(parents=True)
    (tmp_path / "sources" / "crm" / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    workspace = load_workspace(tmp_path)
    read(workspace)
    _built(workspace)
    state = workspace.state
    with closing(sqlite3.connect(state / "identity.sqlite")) as registry:
        registry.execute("pragma journal_mode = wal")
        registry.execute("create table words (record_id text, value text)")
        registry.execute("insert into words values ('crm:1', ?)", [ADDRESS])
        registry.execute(
            "create trigger no before update on words begin select raise(abort, 'no'); end"
        )
        registry.commit()
    (state / "refreshes").mkdir()
    (state / "refreshes" / "1.json").write_text(f'{{"message": "{ADDRESS}: no"}}', encoding="utf-8")
    return workspace


def _built(workspace: Workspace) -> None:
    publication = workspace.publications / "000001"
    publication.mkdir(parents=True)
    rows = (
        f"select 'k1' as contact_key, 'crm' as source_name, '1' as contact_id, 'Noémie' as"
        f" first_name, 'Valette' as last_name, '{ADDRESS}' as email, 12.50::decimal(18, 2) as"
        " amount, [{'said': 'Noemie Valette'}] as evidence"
        " union all select 'k2', 'crm', '2', 'Noémie', 'Brun', 'n.brun@forges.example', 7.25, []"
    )
    with duckdb.connect(str(workspace.build_path)) as con:
        con.execute(f"attach '{workspace.landing_path}' as landing (read_only)")
        con.execute("create schema intermediate; create schema marts")
        con.execute(f"create table intermediate.int_contacts__resolved as {rows}")
        con.execute("create view marts.people as select * from landing.raw_crm.contacts")
    with duckdb.connect(str(publication / "warehouse.duckdb")) as con:
        con.execute(f"create schema marts; create table marts.dim_contacts as {rows}")


def left(workspace: Workspace) -> list[str]:
    """Files of the workspace's state in which the person's bytes or values stand."""
    found = []
    for place, _, names in os.walk(workspace.state):
        for path in (Path(place) / name for name in names):
            content = path.read_bytes().lower()
            if path.suffix == ".duckdb":
                with duckdb.connect(str(path), read_only=True) as con:
                    for (table,) in con.execute(
                        "select schema_name || '.' || table_name from duckdb_tables()"
                    ).fetchall():
                        content += str(con.execute(f"from {table}").fetchall()).lower().encode()
            if any(word in content for word in WORDS):
                found.append(path.name)
    return found


def test_nothing_is_changed_before_it_is_wanted(workspace: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in workspace.state.rglob("*.*")}
    planned = forgetting.plan(workspace, ADDRESS)
    places = {(step.place, step.table, step.rows) for step in planned.steps}
    assert ("landing.duckdb", "raw_crm.contacts", 2) in places
    assert ("publications/000001/warehouse.duckdb", "marts.dim_contacts", 1) in places
    assert ("identity.sqlite", "words", 1) in places
    assert ("refreshes/1.json", "", None) in places
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_forgotten_person_is_in_no_byte_and_no_table_and_comes_not_back(
    workspace: Workspace,
) -> None:
    assert len(left(workspace)) == 5
    told = forgetting.forget(workspace, ADDRESS, by="the person", on=DAY).read_text("utf-8")
    assert left(workspace) == []
    assert "exports/contacts.csv" in told
    assert not any(word in told.lower().encode() for word in WORDS)

    with duckdb.connect(
        str(workspace.publications / "000001" / "warehouse.duckdb"), read_only=True
    ) as con:
        assert con.execute(
            "select contact_key = 'k2', contact_key = 'k1', sum(amount)::varchar,"
            " max(last_name) like 'Personne %' from marts.dim_contacts group by all order by 1"
        ).fetchall() == [(False, False, "12.50", True), (True, False, "7.25", False)]
    with (
        closing(sqlite3.connect(workspace.state / "identity.sqlite")) as registry,
        pytest.raises(sqlite3.IntegrityError, match="no"),
    ):
        registry.execute("update words set value = 'x'")

    export = workspace.root / "exports" / "contacts.csv"
    export.write_text(f"{CONTACTS}7,Zoé,Blanc,,,Atelier,\n", encoding="utf-8")
    read(workspace)  # the source still holds the person
    assert left(workspace) == []
    with duckdb.connect(str(workspace.landing_path), read_only=True) as con:
        rows = con.execute(
            "select id, first_name, email, firm from raw_crm.contacts order by id limit 3"
        ).fetchall()
    pseudonym = suppression_list(workspace.state).persons[0].pseudonym
    address = f"{pseudonym.lower().replace(' ', '-')}@erased.invalid"
    assert rows == [
        ("1", pseudonym, address, "Forges du Centre"),
        ("2", "Noémie", "n.brun@forges.example", "Forges du Centre"),
        ("3", "Théo", "info@atelier.example", "Atelier"),
    ]


def test_one_hit_in_a_file_that_was_left_out_fails_the_proof(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("privacy.loose.erase", lambda *_: "rewritten")
    with pytest.raises(StillThere, match=r"refreshes/1\.json"):
        forgetting.forget(workspace, ADDRESS, by="the person", on=DAY)


def test_who_is_meant_is_one_person_or_it_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NobodyFound):
        forgetting.plan(workspace, "nobody@forges.example")
    with pytest.raises(SeveralFound, match="crm:contacts:3, crm:contacts:4"):
        forgetting.plan(workspace, "info@atelier.example")
    with pytest.raises(SeveralFound, match="crm:contacts:5, crm:contacts:6"):
        forgetting.plan(workspace, "Ada Roy")
    one = forgetting.plan(workspace, "crm:contacts:3").person
    assert (one.addresses, one.names[0]) == ([], "Théo Martin")
    assert forgetting.plan(workspace, "crm:contacts:5").person.names == []  # a namesake bears it
    with duckdb.connect(str(workspace.landing_path)) as con:
        con.execute(f"create table raw_crm.employees as select '{ADDRESS}' as email")
    with pytest.raises(OnTheStaff):
        forgetting.plan(workspace, ADDRESS)


def test_a_persons_file_says_all_that_is_held_and_why(workspace: Workspace, tmp_path: Path) -> None:
    told = access.collect(workspace, "valette noemie", on=DAY)
    readable, portable = access.write(told, tmp_path / "file.md", Words("fr"))
    content = json.loads(portable.read_text(encoding="utf-8"))
    (part,) = content["parts"]
    assert (part["source"], part["table"]) == ("crm", "contacts")
    assert [row["id"] for row in part["rows"]] == ["1", "3"]
    assert part["rows"][0]["phone"] == "0470112233"
    assert "_hash" not in part["rows"][0]
    assert any("marts.dim_contacts" in copy for copy in content["copies"])
    text = readable.read_text(encoding="utf-8")
    assert "Base légale" in text
    assert "Brun" not in text
