"""What a table of a DuckDB file may hold of a person, told by its columns. Pure, SQL as text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from operations.crm.erasure.model import pattern, quoted_pattern
from privacy.person import Person, address_of

ADDRESS = re.compile(r"^(e_?mail(_address|_from)?|mail|courriel|live_email|person_address)$")
FIRST = {"first_name", "firstname", "given_name", "prenom"}
LAST = {"last_name", "lastname", "surname", "family_name"}
WHOLE = {"name", "full_name", "contact_name"}
PHONE = re.compile(r"^(phone|mobile|tel(ephone)?|portable)(_number)?$")
ALSO_THEIRS = {"job_title", "function", "birth_on", "birth_date", "birthdate", "email_key"}
OURS = {"_extra", "_key", "_hash", "_seq", "_extracted_at", "_is_deleted", "_line", "_file"}
# Their papers are kept by law, and are asked of the employer, not of the warehouse.
STAFF = {"employees", "users"}
NEVER = r"\b\B"  # a word's edge that is none: matches nothing, not even empty text


@dataclass(frozen=True)
class Table:
    """A table of a file: schema, name, and each column with its type."""

    schema: str
    name: str
    columns: Sequence[tuple[str, str]]

    @property
    def sql(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.columns}

    @property
    def texts(self) -> list[str]:
        """Columns of text."""
        return [name for name, kind in self.columns if kind == "VARCHAR"]

    @property
    def nested(self) -> list[str]:
        """Columns of lists and structures that hold text somewhere."""
        return [name for name, kind in self.columns if kind != "VARCHAR" and "VARCHAR" in kind]

    @property
    def source(self) -> str | None:
        """The source whose table it is, of a landing file."""
        return self.schema.removeprefix("raw_") if self.schema.startswith("raw_") else None

    def first(self, wanted: re.Pattern[str] | set[str]) -> str | None:
        """The first column of text with a name that is wanted."""
        return next(iter(self.every(wanted)), None)

    def every(self, wanted: re.Pattern[str] | set[str]) -> list[str]:
        """All columns of text with a name that is wanted."""
        if isinstance(wanted, set):
            return [name for name in self.texts if name.lower() in wanted]
        return [name for name in self.texts if wanted.match(name.lower())]

    @property
    def is_of_persons(self) -> bool:
        """Whether its rows are persons: it has an address, or first and last names."""
        if self.name in STAFF:
            return False
        return bool(self.first(ADDRESS) or (self.first(FIRST) and self.first(LAST)))

    @property
    def key(self) -> str:
        """By which column a row is named: its own number, or else the landing's key."""
        own = f"{self.name.removesuffix('s')}_id"
        for name in (own, "id"):
            if name in self.names:
                return name
        return "_key"


def quoted(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text of SQL."""
    return "'" + value.replace("'", "''") + "'"


def listed(values: Sequence[str]) -> str:
    """Texts of SQL in brackets; never an empty list."""
    return f"({', '.join(text(value) for value in values) or 'null'})"


def all_text(table: Table) -> str:
    """Everything that a row says, in small letters."""
    parts = [f"cast({quoted(name)} as varchar)" for name in (*table.texts, *table.nested)]
    return f"lower(concat_ws(chr(31), {', '.join(parts)}))" if parts else "''"


def own(table: Table, person: Person) -> str:
    """Which rows are the person's: by address, by key, by the key of ours."""
    ways = [f"contains({all_text(table)}, {text(address)})" for address in person.addresses]
    if table.source is not None:
        if keys := person.keys(table.source, table.name):
            ways.append(f"cast({quoted(table.key)} as varchar) in {listed(keys)}")
        for name, owner in (("contact_id", "contacts"), ("lead_id", "leads")):
            keys = person.keys(table.source, owner)
            if keys and name in table.names and table.source == "operations":
                ways.append(f"cast({quoted(name)} as varchar) in {listed(keys)}")
    ways += [
        f"{quoted(name)} in {listed(person.record_ids)}"
        for name in ("record_id", "left_record_id", "right_record_id")
        if name in table.texts
    ]
    if "contact_key" in table.names and person.contact_keys:
        ways.append(f"contact_key in {listed(person.contact_keys)}")
    if {"source_name", "contact_id"} <= table.names:
        for source in {record.source for record in person.records}:
            keys = person.keys(source, "contacts") + person.keys(source, "partners")
            ways.append(
                f"(source_name = {text(source)} and cast(contact_id as varchar) in {listed(keys)})"
            )
    return f"coalesce({' or '.join(ways) or 'false'}, false)"


def named(table: Table, person: Person) -> str:
    """Which rows are the person's or name them."""
    names = {name.lower() for name in person.everywhere}
    ways = [f"contains({all_text(table)}, {text(name)})" for name in sorted(names)]
    return f"({own(table, person)} or coalesce({' or '.join(ways) or 'false'}, false))"


def without(table: Table, person: Person, pseudonym: str) -> dict[str, str]:
    """Column → its value without the person, for rows that are theirs or name them."""
    theirs = own(table, person)
    address = address_of(pseudonym)
    blank = set()
    if table.is_of_persons:
        blank = {*table.every(ADDRESS), *table.every(PHONE), *table.every(ALSO_THEIRS)}
        blank |= {name for name in table.names if name.lower() in ALSO_THEIRS}
    words = [word.lower() for word in (*person.words, *person.names)]
    found: dict[str, str] = {}
    for name in table.names:
        column = quoted(name)
        if name == "contact_key" and person.contact_keys:
            # Ours is a hash of the address without salt: whoever guesses the one has the other.
            fresh = hashlib.md5(pseudonym.encode(), usedforsecurity=False).hexdigest()
            found[name] = (
                f"case when {column} in {listed(person.contact_keys)} then {text(fresh)} "
                f"else {column} end"
            )
        elif name == "_hash":
            found[name] = "0"  # what the source says next is not what stands here
        elif name in blank:
            found[name] = f"case when {theirs} then null else {column} end"
        elif name in table.texts:
            replaced = (
                f"regexp_replace(regexp_replace({column}, {text(_any(person.addresses))}, "
                f"{text(address)}, 'gi'), {text(_any(person.everywhere))}, {text(pseudonym)}, 'gi')"
            )
            within = text(_in_quotes([*person.words, *person.phones]))
            found[name] = (
                f"case when {theirs} and lower(trim({column})) in {listed(words)} "
                f"then {text(pseudonym)} "
                f"when {theirs} and {column} in {listed(person.phones)} then null "
                f"when {theirs} then regexp_replace({replaced}, {within}, "
                f"{text(chr(34) + pseudonym + chr(34))}, 'gi') else {replaced} end"
            )
        elif name in table.nested:
            found[name] = "null"
    return found


def _any(values: Sequence[str]) -> str:
    return pattern(values) if any(value.strip() for value in values) else NEVER


def _in_quotes(values: Sequence[str]) -> str:
    return quoted_pattern(values) if any(value.strip() for value in values) else NEVER
