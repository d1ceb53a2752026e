"""Open and change accounts; link an account to the customer that it became."""

from __future__ import annotations

import datetime as dt

from operations.crm import edits
from operations.crm.accounts.errors import AccountIsCustomer, MergedAway
from operations.crm.accounts.model import Account, web_domain
from operations.crm.edits import UNCHANGED, Unchanged, given
from operations.crm.owners.commands import owner_name as named
from operations.database.connection import Connection, first, insert
from operations.erp.party.commands import customer
from operations.erp.party.model import require_country, require_name
from operations.errors import NotFound
from operations.numbering import next_number
from operations.versions import require_version


def open_account(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    city: str | None = None,
    industry: str | None = None,
    owner_name: str | None = None,
    owner_id: int | None = None,
    legal_id: str | None = None,
    web_address: str | None = None,
    phone: str | None = None,
    on: dt.date | None = None,
) -> int:
    """Enter a firm; return its key. ``on`` is the day on which its owner must work here.

    Raises InvalidValue, NotFound, NotEmployed.
    """
    require_name(name, of="account")
    require_country(country_code, of=f"account {name}")
    domain = web_domain(web_address, of=f"account {name}")
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=on)
    return insert(
        connection,
        "insert into crm.accounts (account_number, name, legal_id, country_code, city, industry,"
        " owner_id, owner_name, web_domain, phone) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning account_id",
        [
            next_number(connection, "account"),
            name.strip(),
            legal_id,
            country_code,
            city,
            industry,
            owner_id,
            owner_name,
            domain,
            phone,
        ],
    )


def change_account(
    connection: Connection,
    *,
    account_id: int,
    expected_version: int | None = None,
    name: str | Unchanged = UNCHANGED,
    country_code: str | Unchanged = UNCHANGED,
    city: str | Unchanged | None = UNCHANGED,
    industry: str | Unchanged | None = UNCHANGED,
    owner_name: str | Unchanged | None = UNCHANGED,
    owner_id: int | Unchanged | None = UNCHANGED,
    legal_id: str | Unchanged | None = UNCHANGED,
    web_address: str | Unchanged | None = UNCHANGED,
    phone: str | Unchanged | None = UNCHANGED,
    on: dt.date | None = None,
) -> int:
    """Change what is given of an account; return its version.

    ``expected_version`` is the one that the editor saw. Raises LostUpdate, NotFound, MergedAway,
    NotEmployed, InvalidValue.
    """
    require_version(connection, table="crm.accounts", key=account_id, expected=expected_version)
    what = f"account {require_account(connection, account_id).account_number}"
    if not isinstance(name, Unchanged):
        require_name(name, of=what)
    if not isinstance(country_code, Unchanged):
        require_country(country_code, of=what)
    if not isinstance(owner_id, Unchanged) and owner_id is not None:
        said = owner_name if isinstance(owner_name, str) else None
        owner_name = named(connection, owner_id=owner_id, name=said, on=on)
    fields = given(
        name=name,
        country_code=country_code,
        city=city,
        industry=industry,
        owner_name=owner_name,
        owner_id=owner_id,
        legal_id=legal_id,
        phone=phone,
    )
    if not isinstance(web_address, Unchanged):
        fields["web_domain"] = web_domain(web_address, of=what)
    return edits.update(
        connection, table="crm.accounts", key="account_id", key_value=account_id, fields=fields
    )


def link_customer(connection: Connection, *, account_id: int, customer_id: int) -> None:
    """Say which customer of the books an account is. Once said, it stays."""
    require_version(connection, table="crm.accounts", key=account_id, expected=None)
    account = require_account(connection, account_id)
    buyer = customer(connection, customer_id)
    if account.customer_id is not None and account.customer_id != customer_id:
        raise AccountIsCustomer(account.account_number, buyer.customer_number)
    connection.execute(
        "update crm.accounts set customer_id = %s where account_id = %s", [customer_id, account_id]
    )


def require_account(connection: Connection, account_id: int) -> Account:
    """An account that stands for itself, kept from being merged until the transaction ends.

    Raises NotFound, MergedAway.
    """
    found = first(
        connection,
        Account,
        "select account_id, account_number, name, country_code, customer_id, merged_into_id"
        " from crm.accounts where account_id = %s for key share",
        [account_id],
    )
    if found is None:
        raise NotFound("account", account_id)
    if found.merged_into_id is not None:
        # Asked for by itself: what is joined to a row that was waited for is as it was before.
        row = connection.execute(
            "select account_number from crm.accounts where account_id = %s",
            [found.merged_into_id],
        ).fetchone()
        into = found.merged_into_id if row is None else row[0]
        raise MergedAway(f"Account {found.account_number}", into=f"account {into}")
    return found
