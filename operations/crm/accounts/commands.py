"""Open accounts and contacts; link an account to the customer that it became."""

from __future__ import annotations

from operations.crm.accounts.model import AccountIsCustomer
from operations.database.connection import Connection, insert
from operations.erp.party.commands import customer
from operations.erp.party.model import require_country, require_name
from operations.errors import NotFound
from operations.numbering import next_number


def open_account(
    connection: Connection,
    *,
    name: str,
    country_code: str,
    city: str | None = None,
    industry: str | None = None,
    owner_name: str | None = None,
    legal_id: str | None = None,
) -> int:
    """Enter a firm; return its key."""
    require_name(name, of="account")
    require_country(country_code, of=f"account {name}")
    return insert(
        connection,
        "insert into crm.accounts (account_number, name, legal_id, country_code, city, industry,"
        " owner_name) values (%s, %s, %s, %s, %s, %s, %s) returning account_id",
        [
            next_number(connection, "account"),
            name.strip(),
            legal_id,
            country_code,
            city,
            industry,
            owner_name,
        ],
    )


def add_contact(
    connection: Connection,
    *,
    account_id: int,
    last_name: str,
    first_name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> int:
    """Enter who answers at an account; return the contact's key."""
    require_name(last_name, of="contact")
    _account(connection, account_id)
    return insert(
        connection,
        "insert into crm.contacts (account_id, first_name, last_name, email, phone)"
        " values (%s, %s, %s, %s, %s) returning contact_id",
        [account_id, first_name, last_name.strip(), email, phone],
    )


def link_customer(connection: Connection, *, account_id: int, customer_id: int) -> None:
    """Say which customer of the books an account is. Once said, it stays."""
    number, linked = _account(connection, account_id)
    buyer = customer(connection, customer_id)
    if linked is not None and linked != customer_id:
        raise AccountIsCustomer(number, buyer.customer_number)
    connection.execute(
        "update crm.accounts set customer_id = %s where account_id = %s", [customer_id, account_id]
    )


def _account(connection: Connection, account_id: int) -> tuple[str, int | None]:
    row = connection.execute(
        "select account_number, customer_id from crm.accounts where account_id = %s for update",
        [account_id],
    ).fetchone()
    if row is None:
        raise NotFound("account", account_id)
    return row[0], row[1]
