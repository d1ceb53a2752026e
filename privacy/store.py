"""The operational store as one of the places that know a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from affluent.settings import Workspace
from operations.crm.erasure import commands, traces
from operations.crm.erasure.model import Forgotten
from operations.database import migrate
from operations.database.server import Store, running
from privacy.loose import holds
from privacy.person import Person, Record, address_of

NAME = "operations"
_RECORDS = """
    select 'contacts', contact_id::text, email, first_name, last_name, phone, null, merged_into_id
    from crm.contacts
    union all
    select 'leads', lead_id::text, email, first_name, last_name, phone, lead_number, merged_into_id
    from crm.leads
"""


@dataclass(frozen=True)
class Known:
    """Who is in the store: people, the numbers of firms, the addresses of the staff."""

    records: Sequence[Record] = ()
    firm_phones: Sequence[str] = ()
    staff: Sequence[str] = ()


def has_store(workspace: Workspace) -> bool:
    """Whether the workspace has an operational store."""
    return any(source.kind == NAME for source in workspace.config.sources.values())


@contextmanager
def opened(workspace: Workspace) -> Iterator[Store]:
    """The store, started and brought up to date."""
    with running(workspace) as store:
        migrate.upgrade(store.owner)
        yield store


@contextmanager
def if_any(workspace: Workspace) -> Iterator[Store | None]:
    """The store where the workspace has one, otherwise None."""
    if not has_store(workspace):
        yield None
        return
    with opened(workspace) as store:
        yield store


def known(store: Store) -> Known:
    """All people of the store."""
    with psycopg.connect(store.extractor) as connection:
        records = [
            Record(
                *(NAME, table, key, address, first, last),
                phones=(phone,) if phone else (),
                number=number,
                merged_into=None if into is None else f"{NAME}:{table}:{into}",
            )
            for table, key, address, first, last, phone, number, into in connection.execute(
                _RECORDS
            )
        ]
        phones = connection.execute("select phone from crm.accounts where phone is not null")
        firms = [str(phone) for (phone,) in phones]
        staff = connection.execute("select email from erp.employees where email is not null")
        return Known(records, firms, [str(address).lower() for (address,) in staff])


def forgotten(person: Person, pseudonym: str) -> Forgotten:
    """The person as the store's command wants to be told."""
    return Forgotten(
        pseudonym=pseudonym,
        address_pseudonym=address_of(pseudonym),
        contact_ids=[int(key) for key in person.keys(NAME, "contacts")],
        lead_ids=[int(key) for key in person.keys(NAME, "leads")],
        addresses=person.addresses,
        names=person.everywhere,
        words=person.words,
        phones=person.phones,
    )


def rows_to_change(store: Store, person: Person) -> dict[str, int]:
    """Table → rows that an erasure would change; nothing is changed."""
    with psycopg.connect(store.owner) as connection:
        erased = commands.forget(connection, forgotten(person, "Personne"))
        connection.rollback()
    return erased.rows


def held(store: Store, person: Person) -> dict[str, list[dict[str, object]]]:
    """Table → the rows that the store holds of the person."""
    with psycopg.connect(store.extractor) as connection:
        return commands.held(connection, forgotten(person, "Personne"))


def erase(
    store: Store, person: Person, pseudonym: str, *, data: Path | None, wanted: Sequence[bytes]
) -> dict[str, int]:
    """Forget the person in the store and in its files; return the rows changed, by table.

    ``data``: the folder of the server, where it is the workspace's own.
    """
    with psycopg.connect(store.owner) as connection:
        erased = commands.forget(connection, forgotten(person, pseudonym))
    tables = set(erased.rows)
    if data is not None:
        tables |= set(traces.tables_in_files(store.owner, data, lambda path: holds(path, wanted)))
    traces.overwrite(store.owner, sorted(tables))
    if data is not None:
        traces.renew_journal(store.owner)
    return erased.rows
