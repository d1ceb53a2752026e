"""The queue of what is out of tolerance: it blocks its invoice until somebody settles it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, every, first, insert
from operations.erp.purchasing.authority import employed, require_authority
from operations.erp.purchasing.errors import ExceptionClosed, TooEarly
from operations.errors import InvalidValue, NotFound
from operations.versions import require_version

Decision = Literal["accepted", "disputed", "credit_asked"]


@dataclass(frozen=True)
class MatchException:
    """A difference of an invoice from its order or receipts; the amount is in our currency."""

    match_exception_id: int
    supplier_invoice_id: int
    supplier_invoice_number: str
    supplier_name: str
    line_number: int | None
    reason: str
    raised_on: dt.date
    expected: Decimal
    found: Decimal
    difference_amount_base: Decimal
    status: str
    closed_on: dt.date | None
    asked_by: int | None


_EXCEPTIONS = (
    "select exceptions.match_exception_id, exceptions.supplier_invoice_id,"
    " invoices.supplier_invoice_number, suppliers.name as supplier_name, lines.line_number,"
    " exceptions.reason, exceptions.raised_on, exceptions.expected, exceptions.found,"
    " exceptions.difference_amount_base, exceptions.status, exceptions.closed_on,"
    " requests.requester_id as asked_by"
    " from erp.match_exceptions as exceptions"
    " join erp.supplier_invoices as invoices using (supplier_invoice_id)"
    " join erp.suppliers on suppliers.supplier_id = invoices.supplier_id"
    " left join erp.supplier_invoice_lines as lines using (supplier_invoice_line_id)"
    " left join erp.purchase_order_lines using (purchase_order_line_id)"
    " left join erp.purchase_orders as orders using (purchase_order_id)"
    " left join erp.purchase_requests as requests using (purchase_request_id)"
)


def open_exceptions(connection: Connection, *, company_id: int = 1) -> list[MatchException]:
    """What waits for a decision or a credit note, oldest first."""
    return every(
        connection,
        MatchException,
        _EXCEPTIONS + " where exceptions.closed_on is null and invoices.company_id = %s"
        " order by exceptions.raised_on, exceptions.match_exception_id",
        [company_id],
    )


def resolve(
    connection: Connection,
    *,
    exception_id: int,
    decision: Decision,
    decided_by_id: int,
    on: dt.date,
    note: str | None = None,
    expected_version: int | None = None,
) -> int:
    """Decide on a difference; return the decision's key.

    ``accepted`` lets the invoice be paid as it is: the difference must be within the limit of
    who decides, and of another than who asked for the goods. ``disputed`` and ``credit_asked``
    keep it blocked until a credit note covers the difference, or somebody accepts it.
    ``expected_version`` is the exception's, as it was read.

    Raises LostUpdate, ExceptionClosed, AboveLimit, OwnRequest, TooEarly, NotFound, InvalidValue.
    """
    if decision not in get_args(Decision):
        raise InvalidValue(
            f"{decision!r} is no decision on a difference.",
            remedy=f"Give one of: {', '.join(get_args(Decision))}.",
        )
    found = _locked(connection, exception_id)
    require_version(
        connection, table="erp.match_exceptions", key=exception_id, expected=expected_version
    )
    document = f"difference in {found.reason} of invoice {found.supplier_invoice_number}"
    if found.closed_on is not None:
        raise ExceptionClosed(
            f"The {document} is {found.status} since {found.closed_on}.",
            remedy="Nothing is to be decided; what changed since is another document.",
        )
    if on < found.raised_on:
        raise TooEarly("decision", on, of=f"the {document}", earliest=found.raised_on)
    if decision == "accepted":
        require_authority(
            connection,
            decided_by_id,
            amount=abs(found.difference_amount_base),
            on=on,
            document=document,
            asked_by=found.asked_by,
        )
    else:
        employed(connection, decided_by_id, on)
    decision_id = insert(
        connection,
        "insert into erp.match_decisions (match_exception_id, decision, decided_by_id, decided_on,"
        " note) values (%s, %s, %s, %s, %s) returning match_decision_id",
        [exception_id, decision, decided_by_id, on, note],
    )
    connection.execute(
        "update erp.match_exceptions set status = %s, closed_on = %s where match_exception_id = %s",
        [decision, on if decision == "accepted" else None, exception_id],
    )
    return decision_id


def _locked(connection: Connection, exception_id: int) -> MatchException:
    """An exception with its invoice locked: it is not paid while it is decided."""
    connection.execute(
        "select from erp.supplier_invoices where supplier_invoice_id = (select supplier_invoice_id"
        " from erp.match_exceptions where match_exception_id = %s) for update",
        [exception_id],
    )
    found = first(
        connection,
        MatchException,
        _EXCEPTIONS + " where exceptions.match_exception_id = %s",
        [exception_id],
    )
    if found is None:
        raise NotFound("match exception", exception_id)
    return found
