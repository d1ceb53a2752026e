"""Forget a person everywhere, and prove it: the store, the landing, the build, what is published.

First the list of who is forgotten, so that a process killed on the way leaves nothing that a
refresh brings back; then each place; then a search of all bytes and all tables that remain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from affluent.lock import exclusive
from affluent.settings import Workspace
from connectors.core.suppression import salt_of, suppress
from operations.database.server import Store
from privacy import duck, finding, loose, report, sqlite
from privacy import store as operational
from privacy.errors import StillThere
from privacy.person import Person, address_of
from privacy.report import Erasure, Proof, Step

WRITTEN_ANEW = "written anew without the person"


@dataclass(frozen=True)
class Plan:
    """Who is meant, and every place that holds something of them."""

    person: Person
    steps: Sequence[Step]


def plan(workspace: Workspace, asked: str) -> Plan:
    """What an erasure would touch; nothing is changed.

    Raises NobodyFound, SeveralFound, OnTheStaff, AlreadyRunning.
    """
    with operational.if_any(workspace) as opened:
        person = finding.person(workspace, opened, asked)
        steps = [
            Step("store", table, rows, "would be changed")
            for table, rows in (
                operational.rows_to_change(opened, person) if opened is not None else {}
            ).items()
        ]
    return Plan(person, [*steps, *_held(workspace, person, done="would be changed")])


def forget(workspace: Workspace, asked: str, *, by: str, on: dt.date) -> Path:
    """Forget the person who is meant; return the report, which names nobody.

    Raises what ``plan`` raises, MayNotErase, and StillThere when the proof fails: what was done
    stands, and the command can be run again.
    """
    with exclusive(workspace.lock_path):
        with operational.if_any(workspace) as opened:
            person = finding.person(workspace, opened, asked)
            pseudonym = person.pseudonym(salt_of(workspace.state))
            suppress(
                workspace.state,
                pseudonym=pseudonym,
                address_pseudonym=address_of(pseudonym),
                erased_on=on.isoformat(),
                addresses=person.addresses,
                names=[*person.names, *person.words],
                phones=person.phones,
            )
            steps = _held(workspace, person, done=WRITTEN_ANEW)
            if opened is not None:
                steps = [*_erase_store(workspace, opened, person, pseudonym), *steps]
        _erase_files(workspace, person, pseudonym)
        proof = _proved(workspace, person)
    told = Erasure(
        pseudonym=pseudonym,
        asked_on=on.isoformat(),
        done_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        by=by,
        steps=steps,
        proof=proof,
        at_the_source=_at_the_source(workspace, person),
        not_searched=_not_searched(workspace),
    )
    return report.write(workspace.state, told)


def _erase_store(workspace: Workspace, opened: Store, person: Person, pseudonym: str) -> list[Step]:
    is_ours = workspace.config.operations.url is None
    rows = operational.erase(
        opened,
        person,
        pseudonym,
        data=workspace.operations_dir / "data" if is_ours else None,
        wanted=loose.needles(person),
    )
    return [Step("store", table, count, "pseudonymised") for table, count in rows.items()]


def _databases(workspace: Workspace) -> list[Path]:
    """The DuckDB files: landing, build, and each publication that is kept."""
    return sorted(workspace.state.rglob("*.duckdb"))


def _others(workspace: Workspace) -> Iterator[Path]:
    """Every other file of the workspace's state but those of PostgreSQL, its log being one."""
    data = workspace.operations_dir / "data"
    for path in loose.files(workspace.state):
        is_servers = data in path.parents and path.suffix != ".log"
        if path.suffix != ".duckdb" and not is_servers:
            yield path


def _held(workspace: Workspace, person: Person, *, done: str) -> list[Step]:
    steps = []
    for path in _databases(workspace):
        place = path.relative_to(workspace.state).as_posix()
        for found in duck.holdings(path, person):
            table = f"{found.table.schema}.{found.table.name}"
            steps.append(Step(place, table, found.rows, done))
    wanted = loose.needles(person)
    for path in _others(workspace):
        place = path.relative_to(workspace.state).as_posix()
        if sqlite.is_sqlite(path):
            for table, rows in sqlite.holdings(path, person).items():
                steps.append(Step(place, table, rows, done))
        elif loose.holds(path, wanted):
            steps.append(Step(place, "", None, done))
    return steps


def _erase_files(workspace: Workspace, person: Person, pseudonym: str) -> None:
    # The landing last: the views of the build are copied with it beside them.
    ordered = sorted(_databases(workspace), key=lambda path: path == workspace.landing_path)
    for path in ordered:
        duck.erase(path, person, pseudonym, landing=workspace.landing_path)
    wanted = loose.needles(person)
    for path in list(_others(workspace)):
        if sqlite.is_sqlite(path):
            if sqlite.holdings(path, person):
                sqlite.erase(path, person, pseudonym)
        elif loose.holds(path, wanted):
            loose.erase(path, person, pseudonym)


def _proved(workspace: Workspace, person: Person) -> Proof:
    """Search all that remains; raises StillThere."""
    wanted = loose.needles(person)
    files = list(loose.files(workspace.state))
    left = [path for path in files if loose.holds(path, wanted)]
    tables = 0
    for path in _databases(workspace):
        tables += duck.count(path)
        if duck.naming(path, person):
            left.append(path)
    left += [p for p in _others(workspace) if sqlite.is_sqlite(p) and sqlite.holdings(p, person)]
    if left:
        raise StillThere(sorted({path.relative_to(workspace.state).as_posix() for path in left}))
    read = sum(path.stat().st_size for path in files)
    return Proof(len(files), read, tables, len(wanted))


def _at_the_source(workspace: Workspace, person: Person) -> list[str]:
    """Files of the workspace that are a source's, and sources that told of the person."""
    wanted = loose.needles(person)
    places = [
        path.relative_to(workspace.root).as_posix()
        for path in loose.files(workspace.root)
        if workspace.state not in path.parents and loose.holds(path, wanted)
    ]
    others = {r.source for r in person.records} - {operational.NAME}
    return [*places, *sorted(f"source {name}" for name in others)]


def _not_searched(workspace: Workspace) -> list[str]:
    places = ["copies and backups made outside of the workspace", "mails and files sent to people"]
    if workspace.config.operations.url is not None:
        places.append("the files and the journal (WAL) of the company's own PostgreSQL server")
    return places
