"""Records that may be one: proposed by simple rules that say why, for a person to decide.

Nothing is merged by itself. Likeness of names, addresses and the like is the warehouse's matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from operations.crm.merges.errors import MergesWithItself
from operations.crm.merges.merging import locked_pair
from operations.crm.merges.model import ENTITIES, Kind
from operations.database.connection import Connection
from operations.erp.party.model import require_name


@dataclass(frozen=True)
class Duplicate:
    """Two records that may be one: the elder, the younger, and what speaks for it."""

    first_id: int
    second_id: int
    reasons: tuple[str, ...]


# For each kind: why, and the groups of records that share something.
_RULES: Final[Mapping[Kind, tuple[tuple[str, str], ...]]] = {
    "account": (
        (
            "same registration number {}",
            "select registration_key, array_agg(account_id order by account_id)"
            " from crm.accounts where merged_into_id is null and registration_key is not null"
            " group by registration_key, country_code having count(*) > 1",
        ),
        (
            "same web domain {}",
            "select web_domain, array_agg(account_id order by account_id) from crm.accounts"
            " where merged_into_id is null and web_domain is not null"
            " group by web_domain having count(*) > 1",
        ),
        (
            "same name in one country, but for its spelling: {}",
            "select min(name), array_agg(account_id order by account_id) from crm.accounts"
            " where merged_into_id is null and name_key is not null"
            " group by name_key, country_code having count(*) > 1",
        ),
        (
            "a contact of each has the e-mail address {}",
            "select email_key, array_agg(distinct accounts.account_id order by accounts.account_id)"
            " from crm.contacts join crm.accounts using (account_id)"
            " where contacts.merged_into_id is null and accounts.merged_into_id is null"
            " and email_key is not null group by email_key having count(distinct account_id) > 1",
        ),
    ),
    "contact": (
        (
            "same e-mail address {} in one account",
            "select email_key, array_agg(contact_id order by contact_id) from crm.contacts"
            " where merged_into_id is null and email_key is not null"
            " group by account_id, email_key having count(*) > 1",
        ),
        (
            "same name in one account: {}",
            "select min(last_name), array_agg(contact_id order by contact_id) from crm.contacts"
            " where merged_into_id is null and name_key is not null"
            " group by account_id, name_key having count(*) > 1",
        ),
    ),
    "lead": (
        (
            "same e-mail address {}",
            "select email_key, array_agg(lead_id order by lead_id) from crm.leads"
            " where merged_into_id is null and email_key is not null"
            " group by email_key having count(*) > 1",
        ),
        (
            "same firm in one country, but for its spelling: {}",
            "select min(company_name), array_agg(lead_id order by lead_id) from crm.leads"
            " where merged_into_id is null and name_key is not null"
            " group by name_key, country_code having count(*) > 1",
        ),
    ),
}


def propose_duplicates(connection: Connection, *, of: Kind) -> list[Duplicate]:
    """Pairs of accounts, of contacts or of leads that may be one, with the reasons.

    Of many that look alike, each is paired with the eldest from which nobody has kept it apart.
    """
    rows = connection.execute(
        "select first_id, second_id from crm.kept_apart where entity = %s", [of]
    ).fetchall()
    apart = set(rows)
    reasons: dict[tuple[int, int], list[str]] = {}
    for reason, query in _RULES[of]:
        for shared, keys in connection.execute(query).fetchall():
            for position, younger in enumerate(keys):
                elder = next((key for key in keys[:position] if (key, younger) not in apart), None)
                if elder is not None:
                    reasons.setdefault((elder, younger), []).append(reason.format(shared))
    return [Duplicate(*pair, tuple(why)) for pair, why in sorted(reasons.items())]


def keep_apart(
    connection: Connection, *, of: Kind, first_id: int, second_id: int, on: dt.date, by: str
) -> None:
    """Say that two records look like one and are two: they are proposed no more.

    Raises NotFound, MergesWithItself, InvalidValue.
    """
    require_name(by, of="person who decides")
    if first_id == second_id:
        raise MergesWithItself(f"{of} {first_id}")
    locked_pair(connection, ENTITIES[of], first_id, second_id)
    connection.execute(
        "insert into crm.kept_apart (entity, first_id, second_id, decided_on, decided_by)"
        " values (%s, %s, %s, %s, %s) on conflict (entity, first_id, second_id) do nothing",
        [of, *sorted((first_id, second_id)), on, by.strip()],
    )
