"""A refresh knows who is who, heeds stewards, and matches nothing again when nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from identity import decision_log, key_log, refreshing
from identity.keys import key_founded_by
from identity.model import RECORD_COLUMNS, Word
from identity.registry import open_registry

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
ERP, CRM, SHOP = "erp:1", "crm:1", "shop:1"


class Refreshes:
    """A build whose parties are given anew each day, and the registry beside it."""

    def __init__(self, path: Path, build: duckdb.DuckDBPyConnection) -> None:
        self.path, self.build = path, build

    def run(self, links: dict[str, str | None], **numbers: str) -> dict[str, str]:
        """One refresh: record → the record that its source links it to; gives record → key."""
        rows = [
            {
                "record_id": record,
                "linked_to": link,
                "party_number": numbers.get(record.split(":")[0]),
            }
            for record, link in links.items()
        ]
        columns = dict.fromkeys(RECORD_COLUMNS, pl.String)
        frame = pl.DataFrame(rows, schema_overrides=columns)
        frame = frame.with_columns(
            pl.lit(None, pl.String).alias(n) for n in RECORD_COLUMNS if n not in frame.columns
        )
        self.build.register("parties", frame)
        answer = refreshing.resolved_parties(
            self.build,
            self.build.table("parties"),
            self.path,
            previous="resolved",
            matching="certain",
        )
        self.build.execute("create or replace table resolved as select * from answer")
        del answer
        return dict(self.build.execute("select record_id, party_key from resolved").fetchall())

    def say(self, verdict: Word, left: str, right: str, author: str = "ada", day: int = 0) -> str:
        at = MONDAY + dt.timedelta(days=day)
        said = decision_log.new_decision(left, right, verdict, author=author, at=at)
        with open_registry(self.path) as registry:
            decision_log.decide(registry, [said])
        return said.decision_id

    def history(self) -> list[tuple[str, str, str | None, str | None]]:
        """Kind, reason, author and left record of every event."""
        with open_registry(self.path) as registry:
            events = key_log.events(registry)
        return [(kind, why, author, left) for *_, kind, _, _, why, left, _, author in events]


@pytest.fixture
def refreshes(tmp_path: Path) -> Iterator[Refreshes]:
    with duckdb.connect() as build:
        yield Refreshes(tmp_path / "identity.sqlite", build)


KEY_ERP, KEY_CRM = key_founded_by(ERP), key_founded_by(CRM)


def test_nothing_is_matched_again_when_nothing_changed(
    refreshes: Refreshes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = refreshes.run({ERP: None, CRM: ERP})
    monkeypatch.setattr(refreshing, "_resolve", lambda *_: pytest.fail("matched again"))
    assert refreshes.run({ERP: None, CRM: ERP}) == first
    with pytest.raises(pytest.fail.Exception, match="matched again"):
        refreshes.run({ERP: None, CRM: None})


def test_a_build_that_was_removed_is_made_again_with_the_same_keys(refreshes: Refreshes) -> None:
    first = refreshes.run({ERP: None, CRM: None})
    refreshes.build.execute("drop table resolved")
    assert refreshes.run({ERP: None, CRM: None}) == first


def test_a_word_is_heeded_by_every_later_run_until_it_is_taken_back(refreshes: Refreshes) -> None:
    refreshes.run({ERP: None})
    refreshes.run({ERP: None, CRM: None})
    said = refreshes.say("same", CRM, ERP)
    assert refreshes.run({ERP: None, CRM: None}) == {ERP: KEY_ERP, CRM: KEY_ERP}
    assert refreshes.run({ERP: None, CRM: None, SHOP: None})[CRM] == KEY_ERP
    assert refreshes.history() == [("merged", "decision", "ada", CRM)]
    with open_registry(refreshes.path) as registry:
        decision_log.undo(registry, [said], author="ada", at=MONDAY)
    assert refreshes.run({ERP: None, CRM: None})[CRM] == KEY_CRM


def test_a_word_parts_what_a_number_joins(refreshes: Refreshes) -> None:
    numbers = {"erp": "C1", "crm": "C1"}
    assert set(refreshes.run({ERP: None, CRM: None}, **numbers).values()) == {KEY_CRM}
    refreshes.say("different", CRM, ERP)
    assert refreshes.run({ERP: None, CRM: None}, **numbers) == {ERP: KEY_ERP, CRM: KEY_CRM}
    assert refreshes.history() == [("split", "decision", "ada", CRM)]


def test_a_word_holds_against_a_chain_of_numbers(refreshes: Refreshes) -> None:
    refreshes.say("different", CRM, ERP)
    keys = refreshes.run({ERP: None, CRM: None, SHOP: ERP}, crm="C1", shop="C1")
    assert keys == {ERP: KEY_ERP, CRM: KEY_CRM, SHOP: KEY_CRM}


def test_while_two_stewards_disagree_the_two_are_kept_apart(refreshes: Refreshes) -> None:
    refreshes.say("same", CRM, ERP, "ada")
    assert len(set(refreshes.run({ERP: None, CRM: None}).values())) == 1
    refreshes.say("different", CRM, ERP, "bob", day=1)
    assert len(set(refreshes.run({ERP: None, CRM: None}).values())) == 2
    refreshes.say("same", CRM, ERP, "bob", day=2)
    assert len(set(refreshes.run({ERP: None, CRM: None}).values())) == 1


def test_a_merge_in_the_crm_undone_a_week_later_leaves_every_key_as_it_was(
    refreshes: Refreshes,
) -> None:
    other = "crm:2"
    before = refreshes.run({CRM: None, other: None, ERP: CRM})
    merged = refreshes.run({CRM: None, other: CRM, ERP: CRM})
    assert len(set(merged.values())) == 1
    refreshes.run({CRM: None, other: CRM, ERP: CRM, SHOP: None})
    after = refreshes.run({CRM: None, other: None, ERP: CRM, SHOP: None})
    assert {record: after[record] for record in before} == before
    assert [kind for kind, *_ in refreshes.history()] == ["merged", "split"]


def test_a_company_without_parties_has_none(
    refreshes: Refreshes,
) -> None:
    assert refreshes.run({}) == {}
