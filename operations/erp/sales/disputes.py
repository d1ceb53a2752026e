"""Disputes: invoices that a customer contests, and that nobody reminds him of meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from operations.database.connection import Connection, first, insert
from operations.erp.sales.cash_errors import DisputeOpen, NotDisputed
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.open_invoices import locked_invoice
from operations.errors import InvalidValue


@dataclass(frozen=True)
class _Dispute:
    dispute_id: int
    opened_on: dt.date


def dispute(connection: Connection, *, invoice_id: int, opened_on: dt.date, reason: str) -> int:
    """Note that a customer contests an invoice; return the dispute's key.

    Raises NotFound, TooEarly, InvalidValue, DisputeOpen.
    """
    invoice = locked_invoice(connection, invoice_id)
    named = f"invoice {invoice.invoice_number}"
    if opened_on < invoice.posted_on:
        raise TooEarly("dispute", opened_on, of=named, earliest=invoice.posted_on)
    _require_words(reason, what=f"The dispute about {named}")
    before = _open(connection, invoice_id)
    if before is not None:
        raise DisputeOpen(invoice.invoice_number, since=before.opened_on)
    return insert(
        connection,
        "insert into erp.disputes (invoice_id, opened_on, reason) values (%s, %s, %s)"
        " returning dispute_id",
        [invoice_id, opened_on, reason.strip()],
    )


def settle_dispute(
    connection: Connection, *, invoice_id: int, settled_on: dt.date, outcome: str
) -> None:
    """Say how the dispute about an invoice ended: it is reminded of again from the next day on.

    Raises NotFound, NotDisputed, TooEarly, InvalidValue.
    """
    invoice = locked_invoice(connection, invoice_id)
    named = f"dispute about invoice {invoice.invoice_number}"
    found = _open(connection, invoice_id)
    if found is None:
        raise NotDisputed(invoice.invoice_number)
    if settled_on < found.opened_on:
        raise TooEarly("settlement", settled_on, of=named, earliest=found.opened_on)
    _require_words(outcome, what=f"The outcome of the {named}")
    connection.execute(
        "update erp.disputes set settled_on = %s, outcome = %s where dispute_id = %s",
        [settled_on, outcome.strip(), found.dispute_id],
    )


def _open(connection: Connection, invoice_id: int) -> _Dispute | None:
    return first(
        connection,
        _Dispute,
        "select dispute_id, opened_on from erp.disputes"
        " where invoice_id = %s and settled_on is null",
        [invoice_id],
    )


def _require_words(words: str, *, what: str) -> None:
    if not words.strip():
        raise InvalidValue(f"{what} says nothing.", remedy="Say it in some words.")
