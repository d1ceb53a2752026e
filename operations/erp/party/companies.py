"""The company's own legal persons: each has its currency, its ledger and its periods."""

from __future__ import annotations

import re
from dataclasses import dataclass

from operations.database.connection import Connection, first, insert
from operations.erp.party.model import require_country, require_name
from operations.erp.stock.locations import open_locations
from operations.errors import InvalidValue, NotFound


@dataclass(frozen=True)
class Company:
    """A legal person whose books these are; ``currency_code`` is its ledger's."""

    company_id: int
    company_code: str
    name: str
    country_code: str
    currency_code: str


def found_company(
    connection: Connection,
    *,
    company_code: str,
    name: str,
    country_code: str,
    currency_code: str,
    parent_company_id: int | None = None,
    legal_id: str | None = None,
    vat_number: str | None = None,
) -> int:
    """Enter a company, with empty books and its places of stock; return its key.

    Raises InvalidValue.
    """
    require_name(name, of="company")
    require_country(country_code, of=f"company {name}")
    if not re.fullmatch("[A-Z][A-Z0-9]{1,9}", company_code):
        raise InvalidValue(
            f"The code of company {name} is {company_code!r}.",
            remedy="Give 2 to 10 capital letters and digits, such as CH.",
        )
    company_id = insert(
        connection,
        "insert into erp.companies (company_code, name, country_code, currency_code,"
        " parent_company_id, legal_id, vat_number) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning company_id",
        [
            company_code,
            name.strip(),
            country_code,
            currency_code,
            parent_company_id,
            legal_id,
            vat_number,
        ],
    )
    open_locations(connection, company_id)
    return company_id


def name_company(
    connection: Connection,
    *,
    company_id: int,
    company_code: str,
    name: str,
    legal_id: str | None = None,
    vat_number: str | None = None,
) -> None:
    """Name a company: the first one stands in the books from the start. Raises NotFound."""
    require_name(name, of="company")
    company(connection, company_id)
    connection.execute(
        "update erp.companies set company_code = %s, name = %s, legal_id = %s, vat_number = %s"
        " where company_id = %s",
        [company_code, name.strip(), legal_id, vat_number, company_id],
    )


def company(connection: Connection, company_id: int) -> Company:
    """A company of the books. Raises NotFound."""
    found = first(
        connection,
        Company,
        "select company_id, company_code, name, country_code, currency_code"
        " from erp.companies where company_id = %s",
        [company_id],
    )
    if found is None:
        raise NotFound("company", company_id)
    return found


def company_by_code(connection: Connection, company_code: str) -> Company:
    """The company with a code. Raises NotFound."""
    found = first(
        connection,
        Company,
        "select company_id, company_code, name, country_code, currency_code"
        " from erp.companies where company_code = %s",
        [company_code],
    )
    if found is None:
        raise NotFound("company", company_code)
    return found
