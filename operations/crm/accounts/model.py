"""What an account and a contact are, and how their addresses are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from operations.crm.accounts.errors import AccountIsCustomer
from operations.errors import InvalidValue

__all__ = ["Account", "AccountIsCustomer", "Contact", "EmailValidity", "Role"]

EmailValidity = Literal["unknown", "valid", "invalid", "bounced"]
Role = Literal["decision_maker", "buyer", "user", "technical", "billing", "influencer"]

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DOMAIN: Final = re.compile(r"([a-z0-9-]+\.)+[a-z0-9-]{2,}")


@dataclass(frozen=True)
class Account:
    """An account as other concepts need it."""

    account_id: int
    account_number: str
    name: str
    country_code: str
    customer_id: int | None
    merged_into_id: int | None


@dataclass(frozen=True)
class Contact:
    """A contact as other concepts need it; people have no number, so its name stands for it."""

    contact_id: int
    account_id: int
    first_name: str | None
    last_name: str
    merged_into_id: int | None


def require_email(email: str | None, *, of: str) -> None:
    """Refuse what cannot be an address: a mail to it would never arrive."""
    if email is not None and not _EMAIL.fullmatch(email.strip()):
        raise InvalidValue(
            f"The e-mail address of {of} is {email!r}.",
            remedy="Give an address such as achats@atelier.example, or none.",
        )


def require_role(role: str, *, of: str) -> None:
    """Refuse a role that is none of the known ones."""
    if role not in get_args(Role):
        raise InvalidValue(
            f"The role of {of} is {role!r}.", remedy=f"Give one of: {', '.join(get_args(Role))}."
        )


def require_validity(validity: str, *, of: str) -> None:
    """Refuse to note something of an address that is none of the known answers."""
    if validity not in get_args(EmailValidity):
        raise InvalidValue(
            f"The e-mail address of {of} is said to be {validity!r}.",
            remedy=f"Give one of: {', '.join(get_args(EmailValidity))}.",
        )


def web_domain(address: str | None, *, of: str) -> str | None:
    """The domain of a web address, as it is kept: ``https://www.Atelier.fr/x`` is atelier.fr."""
    if address is None or not address.strip():
        return None
    bare = re.sub(r"^[a-z]+://", "", address.strip().lower())
    bare = re.split(r"[/?#:]", bare, maxsplit=1)[0].removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(bare):
        raise InvalidValue(
            f"The web address of {of} is {address!r}.",
            remedy="Give a domain such as atelier.fr, or none.",
        )
    return bare
