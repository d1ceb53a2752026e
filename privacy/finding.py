"""Who is meant: from an address, a number or a name to all records of one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from affluent.settings import Workspace
from connectors.core.suppression import name_key, phone_key
from operations.database.server import Store
from privacy import duck
from privacy import store as operational
from privacy.errors import NobodyFound, OnTheStaff, SeveralFound
from privacy.person import Person, Record, is_of_many
from privacy.tables import ADDRESS, PHONE, STAFF

PLACE = re.compile(r"[^:@\s]+:[^:@\s]+:.+")


@dataclass(frozen=True)
class Population:
    """Everybody whom the systems know, and what is not theirs alone."""

    records: Sequence[Record]
    firm_phones: frozenset[str]
    staff: frozenset[str]


def population(workspace: Workspace, store: Store | None) -> Population:
    """All people in the landing and in the store."""
    records: list[Record] = []
    phones: set[str] = set()
    staff: set[str] = set()
    if workspace.landing_path.exists():
        with duck.opened(workspace.landing_path) as con:
            records += duck.records(con, "true", [])
            for table in duck.tables(con):
                if table.source is None or table.is_of_persons:
                    continue
                wanted = ADDRESS if table.name in STAFF else PHONE
                for name in table.every(wanted):
                    rows = con.execute(f'select distinct "{name}" from {table.sql}').fetchall()
                    values = [str(value) for (value,) in rows if value]
                    if table.name in STAFF:
                        staff |= {value.strip().lower() for value in values}
                    else:
                        phones |= {phone_key(value) for value in values}
    if store is not None:
        known = operational.known(store)
        records += known.records
        phones |= {phone_key(value) for value in known.firm_phones}
        staff |= set(known.staff)
    distinct = list(dict.fromkeys(records))
    return Population(distinct, frozenset(phones - {""}), frozenset(staff))


def person(workspace: Workspace, store: Store | None, asked: str) -> Person:
    """The person whom ``asked`` means, with the keys that the build gave them.

    Raises NobodyFound, SeveralFound, OnTheStaff, AlreadyRunning.
    """
    return keyed(workspace, find(population(workspace, store), asked))


def find(people: Population, asked: str) -> Person:
    """The person who is meant.

    ``asked``: a mail address, a whole name, the number of a contact of the store, or a place
    ``source:table:key``. Raises NobodyFound, SeveralFound, OnTheStaff.
    """
    asked = asked.strip()
    shared = _shared_addresses(people.records)
    seeds = [record for record in people.records if _is_meant(record, asked)]
    if not seeds:
        raise NobodyFound(asked)
    addresses = {_address(record) for record in seeds} - {""}
    if "@" not in asked and not _is_place(asked):
        apart = {_address(record) or record.place for record in seeds}
        if len(apart) > 1:
            raise SeveralFound(asked, sorted(record.place for record in seeds))
    if (
        "@" in asked
        and len({name_key(record.name) for record in seeds} - {""}) > 1
        and (addresses & shared)
    ):
        raise SeveralFound(asked, sorted(record.place for record in seeds))
    records = _same(people.records, seeds, shared)
    if {_address(record) for record in records} & people.staff - shared:
        raise OnTheStaff(asked)
    return replace(Person(records), shared=_of_others(people, records, shared))


def _same(
    everybody: Sequence[Record], seeds: Sequence[Record], shared: frozenset[str]
) -> list[Record]:
    """The records of one person: of one address, of one row, or merged into one another."""
    found = list(seeds)
    while True:
        places = {record.place for record in found}
        into = {record.merged_into for record in found} - {None}
        addresses = {_address(record) for record in found} - {""} - shared
        more = [
            record
            for record in everybody
            if record not in found
            and (
                record.place in places | into
                or record.merged_into in places
                or _address(record) in addresses
            )
        ]
        if not more:
            return found
        found += more


def _is_place(asked: str) -> bool:
    return asked.isdigit() or PLACE.fullmatch(asked) is not None


def _is_meant(record: Record, asked: str) -> bool:
    if asked.isdigit():
        return record.place == f"{operational.NAME}:contacts:{asked}"
    if PLACE.fullmatch(asked):
        return record.place == asked
    if "@" in asked:
        return _address(record) == asked.lower()
    spelt = {name_key(name) for name in (record.name, *record.spellings)}
    return bool(name_key(asked)) and name_key(asked) in spelt


def _address(record: Record) -> str:
    return (record.address or "").strip().lower()


def _shared_addresses(records: Sequence[Record]) -> frozenset[str]:
    """Addresses of mailboxes, and those that people of several names bear in one table."""
    names: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    found: set[str] = set()
    for record in records:
        address = _address(record)
        if not address:
            continue
        if is_of_many(address):
            found.add(address)
        if name_key(record.name):
            names[address, record.source, record.table].add(name_key(record.name))
    return frozenset(found | {key[0] for key, borne in names.items() if len(borne) > 1})


def _of_others(
    people: Population, records: Sequence[Record], shared: frozenset[str]
) -> frozenset[str]:
    """What others bear too: addresses, names of namesakes, numbers of the firm."""
    theirs = {record.place for record in records}
    found = set(shared) | people.firm_phones
    for other in people.records:
        if other.place in theirs:
            continue
        found |= {phone_key(phone) for phone in other.phones}
        for record in records:
            if name_key(record.name) == name_key(other.name):
                found |= {name.lower() for name in record.spellings}
    return frozenset(found)


def keyed(workspace: Workspace, person: Person) -> Person:
    """The person with the keys that the build gave them."""
    if not workspace.build_path.exists():
        return person
    with duck.opened(workspace.build_path) as con:
        return replace(person, contact_keys=tuple(duck.contact_keys(con, person)))
