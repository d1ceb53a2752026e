"""The registry: words of stewards are rows that nobody changes; runs are whole, or not there."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from affluent.errors import ConfigError
from identity import decision_log, field_words, key_log
from identity.field_words import FieldWord
from identity.keys import Known, assign
from identity.model import Decision, Word
from identity.registry import open_registry
from identity.stewardship import Undo, disagreements, standing

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def word(verdict: Word, author: str = "ada", hours: int = 0, left: str = "a") -> Decision:
    at = MONDAY + dt.timedelta(hours=hours)
    return decision_log.new_decision(left, "b", verdict, author=author, at=at)


@pytest.mark.parametrize("table", ["decisions", "undos", "moves", "anchors", "key_events", "runs"])
def test_what_was_written_is_neither_changed_nor_removed(tmp_path: Path, table: str) -> None:
    with open_registry(tmp_path / "identity.sqlite") as registry:
        assigned = assign(Known(), {"a": "a", "b": "b"}, 1)
        _run(registry, assigned, 1)
        assigned = assign(assigned.added_to(Known()), {"a": "a", "b": "a"}, 2)
        _run(registry, assigned, 2)
        said = word("same")
        decision_log.decide(registry, [said])
        decision_log.undo(registry, [said.decision_id], author="ada", at=MONDAY)
        for statement in (f"delete from {table}", f"update {table} set rowid = rowid"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                registry.execute(statement)


def _run(registry: sqlite3.Connection, assigned: object, run: int) -> None:
    key_log.write_run(
        registry,
        run=run,
        fingerprint=f"run {run}",
        assigned=assigned,  # type: ignore[arg-type]
        told=[key_log.Told(event, "evidence", "a", "b") for event in assigned.events],  # type: ignore[attr-defined]
        pairs=[],
        at=MONDAY,
    )


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assigned = assign(Known(), {"a": "x", "b": "x", "c": "y"}, 1)
    with open_registry(tmp_path / "identity.sqlite") as registry:
        _run(registry, assigned, 1)
    with open_registry(tmp_path / "identity.sqlite") as registry:
        assert key_log.known(registry) == assigned.added_to(Known())
        assert key_log.next_run(registry) == 2
        assert key_log.last_fingerprint(registry) == "run 1"


def test_a_run_that_fails_half_way_left_nothing(tmp_path: Path) -> None:
    assigned = assign(Known(), {"a": "x"}, 1)
    with open_registry(tmp_path / "identity.sqlite") as registry:
        with pytest.raises(KeyError):
            key_log.write_run(
                registry, run=1, fingerprint="", assigned=assigned, told=[], pairs=[{}], at=MONDAY
            )
        assert key_log.known(registry) == Known()
        assert key_log.last_fingerprint(registry) is None


def test_the_latest_word_of_a_steward_holds() -> None:
    words = [word("same"), word("different", hours=1)]
    assert [d.verdict for d in standing(words)] == ["different"]
    assert disagreements(words) == ()


def test_what_is_taken_back_no_longer_holds_and_the_word_before_does() -> None:
    words = [word("same"), word("different", hours=1)]
    undone = [Undo(words[1].decision_id, "ada", MONDAY)]
    assert [d.verdict for d in standing(words, undone)] == ["same"]


def test_two_stewards_who_disagree_are_named_and_the_two_stay_apart() -> None:
    words = [word("different", "ada"), word("same", "bob", hours=1)]
    assert [d.verdict for d in standing(words)] == ["different"]
    (found,) = disagreements(words)
    assert (found.different.author, found.same.author) == ("ada", "bob")
    assert disagreements([*words, word("same", "ada", hours=2)]) == ()


def test_unsure_takes_nothing_from_what_another_steward_knows() -> None:
    words = [word("same", "ada"), word("unsure", "bob", hours=1)]
    assert [d.verdict for d in standing(words)] == ["same"]
    assert disagreements(words) == ()


def test_the_same_word_given_twice_is_one_row(tmp_path: Path) -> None:
    said = word("same")
    with open_registry(tmp_path / "identity.sqlite") as registry:
        assert decision_log.decide(registry, [said, said]) == 1
        assert decision_log.decide(registry, [said]) == 0
        assert decision_log.decisions(registry) == (said,)


def test_an_undo_of_what_does_not_hold_is_refused_whole(tmp_path: Path) -> None:
    said = word("same")
    with open_registry(tmp_path / "identity.sqlite") as registry:
        decision_log.decide(registry, [said])
        with pytest.raises(ConfigError, match="d-none is not known"):
            decision_log.undo(registry, [said.decision_id, "d-none"], author="ada", at=MONDAY)
        assert decision_log.undos(registry) == ()
        decision_log.undo(registry, [said.decision_id], author="ada", at=MONDAY)
        with pytest.raises(ConfigError, match="taken back already"):
            decision_log.undo(registry, [said.decision_id], author="ada", at=MONDAY)


@pytest.mark.parametrize(("right", "author"), [("a", "ada"), ("b", " ")])
def test_a_word_on_one_record_or_of_nobody_is_refused(right: str, author: str) -> None:
    with pytest.raises(ConfigError):
        decision_log.new_decision("a", right, "same", author=author, at=MONDAY)


def test_a_word_on_a_field_holds_until_it_is_taken_back(tmp_path: Path) -> None:
    def said(value: str | None) -> FieldWord:
        return FieldWord("erp:1", "city", value, "ada", MONDAY)

    with open_registry(tmp_path / "identity.sqlite") as registry:
        field_words.say(registry, said("Lyon"))
        field_words.say(registry, said("Nantes"))
        assert [w.value for w in field_words.standing(registry)] == ["Nantes"]
        field_words.say(registry, said(None))
        assert field_words.standing(registry) == ()
        with pytest.raises(ConfigError, match="no field 'town'"):
            field_words.say(registry, FieldWord("erp:1", "town", "Lyon", "ada", MONDAY))


def test_many_processes_write_one_registry(tmp_path: Path) -> None:
    path = tmp_path / "identity.sqlite"
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_say_ten, [path] * 2, range(2)))
    with open_registry(path) as registry:
        assert len(decision_log.decisions(registry)) == 20


def _say_ten(path: Path, number: int) -> None:
    for each in range(10):
        with open_registry(path) as registry:
            decision_log.decide(registry, [word("same", f"author {number}", left=f"a{each}")])


def test_a_file_that_is_no_registry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "identity.sqlite"
    path.write_text("This is no database, and long enough to be read as one." * 40)
    with pytest.raises(ConfigError, match=r"identity\.sqlite cannot be used"), open_registry(path):
        pass


def test_every_word_said_or_taken_back_is_a_new_state_of_the_words(tmp_path: Path) -> None:
    path, said = tmp_path / "identity.sqlite", word("same")
    states = [decision_log.words_version(path)]
    with open_registry(path) as registry:
        states.append(decision_log.words_version(path))
        decision_log.decide(registry, [said])
        states.append(decision_log.words_version(path))
        decision_log.undo(registry, [said.decision_id], author="ada", at=MONDAY)
        states.append(decision_log.words_version(path))
        field_words.say(registry, FieldWord("erp:1", "city", "Lyon", "ada", MONDAY))
        states.append(decision_log.words_version(path))
    assert states == ["", "", "1,0,0", "1,1,0", "1,1,1"]
