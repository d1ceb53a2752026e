"""Enter and change who answers at an account, and what they decide there."""

from __future__ import annotations

import datetime as dt

from operations.crm import edits
from operations.crm.accounts.accounts import require_account
from operations.crm.accounts.errors import ForeignContact, MergedAway
from operations.crm.accounts.model import (
    Contact,
    EmailValidity,
    require_email,
    require_validity,
)
from operations.crm.edits import UNCHANGED, Unchanged, given
from operations.database.connection import Connection, first, insert
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound
from operations.versions import require_version


def add_contact(
    connection: Connection,
    *,
    account_id: int,
    last_name: str,
    first_name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    job_title: str | None = None,
) -> int:
    """Enter who answers at an account; return the contact's key.

    Raises NotFound, MergedAway, InvalidValue.
    """
    require_name(last_name, of="contact")
    require_email(email, of=f"contact {last_name}")
    require_account(connection, account_id)
    return insert(
        connection,
        "insert into crm.contacts (account_id, first_name, last_name, email, phone, job_title)"
        " values (%s, %s, %s, %s, %s, %s) returning contact_id",
        [account_id, first_name, last_name.strip(), email, phone, job_title],
    )


def change_contact(
    connection: Connection,
    *,
    contact_id: int,
    expected_version: int | None = None,
    last_name: str | Unchanged = UNCHANGED,
    first_name: str | Unchanged | None = UNCHANGED,
    email: str | Unchanged | None = UNCHANGED,
    phone: str | Unchanged | None = UNCHANGED,
    job_title: str | Unchanged | None = UNCHANGED,
) -> int:
    """Change what is given of a contact; return its version.

    A new address is of unknown validity. Raises LostUpdate, NotFound, MergedAway, InvalidValue.
    """
    require_version(connection, table="crm.contacts", key=contact_id, expected=expected_version)
    contact = require_contact(connection, contact_id)
    if not isinstance(last_name, Unchanged):
        require_name(last_name, of="contact")
    fields = given(
        last_name=last_name, first_name=first_name, email=email, phone=phone, job_title=job_title
    )
    if not isinstance(email, Unchanged):
        require_email(email, of=f"contact {contact.last_name}")
        fields |= {"email_validity": "unknown", "email_checked_on": None}
    return edits.update(
        connection, table="crm.contacts", key="contact_id", key_value=contact_id, fields=fields
    )


def note_email_validity(
    connection: Connection, *, contact_id: int, validity: EmailValidity, on: dt.date
) -> None:
    """Keep what a check, or a mail that came back, tells of a contact's address.

    Raises NotFound, MergedAway; InvalidValue when there is no address.
    """
    contact = require_contact(connection, contact_id)
    require_validity(validity, of=f"contact {contact.last_name}")
    written = connection.execute(
        "update crm.contacts set email_validity = %s, email_checked_on = %s"
        " where contact_id = %s and email_key is not null",
        [validity, None if validity == "unknown" else on, contact_id],
    )
    if not written.rowcount:
        raise InvalidValue(
            f"Contact {contact.last_name} has no e-mail address.", remedy="Enter the address first."
        )


def require_contact(
    connection: Connection, contact_id: int, *, of_account: int | None = None
) -> Contact:
    """A contact that stands for itself, of that account when one is given.

    Raises NotFound, MergedAway, ForeignContact.
    """
    found = first(
        connection,
        Contact,
        "select contact_id, account_id, first_name, last_name, merged_into_id"
        " from crm.contacts where contact_id = %s for key share",
        [contact_id],
    )
    if found is None:
        raise NotFound("contact", contact_id)
    if found.merged_into_id is not None:
        raise MergedAway(f"Contact {contact_id}", into=f"contact {found.merged_into_id}")
    if of_account is not None and found.account_id != of_account:
        account = require_account(connection, of_account)
        raise ForeignContact(found.last_name, account.account_number)
    return found
