"""Who asked to be forgotten, so that a source that still holds them does not bring them back.

The list holds no one: addresses, names and numbers as salted hashes, each person's pseudonym beside
them. What arrives is looked at before it lands: a row that bears such an address loses what names
the person and keeps the rest. Without a list, nothing is looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "suppressed.json"
ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:.]+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SALT_BYTES = 32


@dataclass(frozen=True)
class Suppressed:
    """One person: the pseudonym, and the hashes of what they were known by."""

    pseudonym: str
    address_pseudonym: str
    erased_on: str
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuppressionList:
    """All who asked, under one salt."""

    salt: str = ""
    persons: tuple[Suppressed, ...] = ()
    _by_address: Mapping[str, Suppressed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = {digest: person for person in self.persons for digest in person.addresses}
        object.__setattr__(self, "_by_address", found)

    def digest(self, text: str) -> str:
        """The hash of a text as it is compared."""
        return hashlib.sha256(f"{self.salt}{text}".encode()).hexdigest()

    def applied(self, table: pa.Table) -> pa.Table:
        """The rows without what names a forgotten person; the table itself when nobody is named."""
        if not self._by_address:
            return table
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = [
            name
            for name in table.column_names
            if pa.types.is_string(table.schema.field(name).type)
            or pa.types.is_large_string(table.schema.field(name).type)
        ]
        theirs: dict[int, Suppressed] = {}
        for name in texts:
            may_hold = pc.fill_null(pc.match_substring(table.column(name), "@"), fill_value=False)
            for row in pc.indices_nonzero(may_hold).to_pylist():
                person = self._named(table.column(name)[row].as_py())
                if person is not None:
                    theirs[row] = person
        if not theirs:
            return table
        for name in texts:
            cells = table.column(name).to_pylist()
            for row, person in theirs.items():
                cells[row] = self._without(cells[row], person)
            kind = table.schema.field(name).type
            place = table.column_names.index(name)
            table = table.set_column(place, table.schema.field(name), pa.array(cells, kind))
        return table

    def _named(self, text: str) -> Suppressed | None:
        for address in ADDRESS.findall(text):
            person = self._by_address.get(self.digest(address.lower()))
            if person is not None:
                return person
        return None

    def _without(self, text: str | None, person: Suppressed) -> str | None:
        """A cell of a person's row: addresses give way within it, names and numbers as a whole."""
        if text is None:
            return None
        if self.digest(name_key(text)) in person.names:
            return person.pseudonym
        digits = phone_key(text)
        if digits and self.digest(digits) in person.phones:
            return None

        def instead(match: re.Match[str]) -> str:
            found = self._by_address.get(self.digest(match.group().lower()))
            return match.group() if found is None else found.address_pseudonym

        return self._without_names(ADDRESS.sub(instead, text), person)

    def _without_names(self, text: str, person: Suppressed) -> str:
        """Whole names within a sentence: each two or three words that follow each other."""
        words = list(WORD.finditer(text))
        for length in (3, 2):
            for first in range(len(words) - length, -1, -1):
                begins, ends = words[first].start(), words[first + length - 1].end()
                if self.digest(name_key(text[begins:ends])) in person.names:
                    cut = f"{text[:begins]}{person.pseudonym}{text[ends:]}"
                    return self._without_names(cut, person)
        return text


def name_key(text: str) -> str:
    """A name as it is compared: letters and digits alone, small, without accents."""
    split = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in split if letter.isalnum())


def phone_key(text: str) -> str:
    """The last nine digits of a number, which prefixes of countries leave; empty of fewer."""
    digits = "".join(filter(str.isdigit, text))
    return digits[-9:] if len(digits) >= 9 and len(text) <= 25 else ""


def suppression_list(state: Path) -> SuppressionList:
    """The list of a workspace, by its folder of state; empty where nobody asked."""
    path = state / FILE
    if not path.exists():
        return SuppressionList()
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    persons = tuple(
        Suppressed(
            *(one["pseudonym"], one["address_pseudonym"], one["erased_on"]),
            *(tuple(one[kind]) for kind in ("addresses", "names", "phones")),
        )
        for one in content["persons"]
    )
    return SuppressionList(content["salt"], persons)


def salt_of(state: Path) -> str:
    """The salt of a workspace's list, made when it has none."""
    known = suppression_list(state)
    if known.salt:
        return known.salt
    fresh = SuppressionList(secrets.token_hex(SALT_BYTES))
    _write(state, fresh)
    return fresh.salt


def suppress(
    state: Path,
    *,
    pseudonym: str,
    address_pseudonym: str,
    erased_on: str,
    addresses: Iterable[str],
    names: Iterable[str],
    phones: Iterable[str],
) -> None:
    """Put a person on the list; what they are known by is hashed here, and kept nowhere."""
    hashed = SuppressionList(salt_of(state))
    person = Suppressed(
        pseudonym,
        address_pseudonym,
        erased_on,
        tuple(sorted({hashed.digest(one.strip().lower()) for one in addresses})),
        tuple(sorted({hashed.digest(name_key(one)) for one in names if name_key(one)})),
        tuple(sorted({hashed.digest(phone_key(one)) for one in phones if phone_key(one)})),
    )
    known = suppression_list(state)
    if person.addresses or person.names:
        others = tuple(one for one in known.persons if one.pseudonym != pseudonym)
        _write(state, SuppressionList(known.salt, (*others, person)))


def _write(state: Path, listed: SuppressionList) -> None:
    content = {
        "salt": listed.salt,
        "persons": [
            {name: getattr(one, name) for name in Suppressed.__dataclass_fields__}
            for one in listed.persons
        ],
    }
    state.mkdir(parents=True, exist_ok=True)
    path = state / FILE
    making = path.with_suffix(".making")
    making.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    making.chmod(0o600)
    os.replace(making, path)  # noqa: PTH105 the atomic step, by its name
