"""A person as the systems know them: records, and what each names them by. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.core.suppression import phone_key
from operations.crm.erasure.model import alone, spellings

TAKEN = 8  # letters of the pseudonym's number: one in four thousand million
# Mailboxes that many read; in one row or in forty, they name nobody.
OF_MANY = re.compile(
    r"(accueil|achats?|admin|billing|bonjour|compta(bilite)?|commandes?|contact|direction|facturation"
    r"|hello|info|infos|mail|no-?reply|office|orders?|purchasing|rh|sales|service|support|ventes?)@"
)


@dataclass(frozen=True)
class Record:
    """One row about a person in a source, by its key there.

    ``number``: what the source calls it, where that is not the key. ``merged_into``: the place of
    the record that the source says is the same person.
    """

    source: str
    table: str
    key: str
    address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    whole_name: str | None = None
    phones: tuple[str, ...] = ()
    number: str | None = None
    merged_into: str | None = None

    @property
    def name(self) -> str:
        """How the record calls the person."""
        parts = [part for part in (self.first_name, self.last_name) if part]
        return self.whole_name or " ".join(parts)

    @property
    def spellings(self) -> list[str]:
        """The whole name in all the ways in which it may be written; empty of half a name."""
        whole = (self.whole_name or "").strip()
        if " " in whole:
            first, last = whole.split(" ", 1)
            return spellings(first, last)
        return spellings(self.first_name, self.last_name)

    @property
    def place(self) -> str:
        """Where it stands, as a person can give it back to us."""
        return f"{self.source}:{self.table}:{self.key}"


@dataclass(frozen=True)
class Person:
    """All records of one person.

    ``shared``: addresses and numbers in them that others bear too, in small letters; they are taken
    out of the person's own rows and stand elsewhere.
    """

    records: Sequence[Record]
    shared: frozenset[str] = frozenset()
    contact_keys: Sequence[str] = field(default=())

    @property
    def addresses(self) -> list[str]:
        """Mail addresses that are the person's alone, in small letters."""
        found = {record.address.strip().lower() for record in self.records if record.address}
        return sorted(found - self.shared)

    @property
    def names(self) -> list[str]:
        """Whole names, in all the ways in which they may be written; none that a namesake bears."""
        found = dict.fromkeys(name for record in self.records for name in record.spellings)
        return [name for name in found if name.lower() not in self.shared]

    @property
    def words(self) -> list[str]:
        """What names them in their own rows alone."""
        found: list[str] = []
        for record in self.records:
            found += alone(record.first_name, record.last_name)
            found += alone(None, record.whole_name)
        return list(dict.fromkeys(found))

    @property
    def phones(self) -> list[str]:
        """Numbers as the records write them, those of the firm too."""
        return sorted({phone for record in self.records for phone in record.phones if phone})

    @property
    def own_phones(self) -> list[str]:
        """Numbers that nobody else bears."""
        return [phone for phone in self.phones if phone_key(phone) not in self.shared]

    @property
    def everywhere(self) -> list[str]:
        """What is the person's alone but for addresses: whole names, and whole numbers."""
        return [*self.names, *(phone for phone in self.own_phones if phone_key(phone))]

    @property
    def record_ids(self) -> list[str]:
        """The records as the identity room calls them."""
        return sorted({f"{r.source}:{r.number or r.key}" for r in self.records})

    def keys(self, source: str, table: str) -> list[str]:
        """The keys of the person's rows in one table of a source."""
        return sorted({r.key for r in self.records if (r.source, r.table) == (source, table)})

    def pseudonym(self, salt: str) -> str:
        """What stands in the person's place: always the same, and nobody finds back from it."""
        known = "|".join([*self.addresses, *sorted(record.place for record in self.records)])
        digest = hashlib.sha256(f"{salt}|{known}".encode()).hexdigest()
        return f"Personne {digest[:TAKEN]}"


def address_of(pseudonym: str) -> str:
    """An address that no mail can reach (RFC 2606), for fields that want one."""
    return f"{pseudonym.lower().replace(' ', '-')}@erased.invalid"


def is_of_many(address: str) -> bool:
    """Whether an address says by its name that it is nobody's own."""
    return OF_MANY.match(address.strip().lower()) is not None
