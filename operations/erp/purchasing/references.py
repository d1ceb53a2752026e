"""The numbers that suppliers give their documents: each is in the books once."""

from __future__ import annotations

from operations.database.connection import Connection
from operations.erp.party.suppliers import Supplier
from operations.erp.purchasing.errors import DuplicateReference
from operations.errors import InvalidValue


def require_new_invoice(
    connection: Connection, reference: str, *, seller: Supplier, company_id: int
) -> None:
    """Refuse an invoice that is in the books, written with other case, spaces or punctuation."""
    row = connection.execute(
        "select supplier_invoice_number from erp.supplier_invoices where supplier_id = %s"
        " and company_id = %s and bare_reference = erp.bare_reference(%s)",
        [seller.supplier_id, company_id, reference],
    ).fetchone()
    _require("invoice", reference, seller, None if row is None else row[0])


def require_new_credit_note(
    connection: Connection, reference: str, *, seller: Supplier, company_id: int
) -> None:
    """Refuse a credit note that is in the books, however its number is written."""
    row = connection.execute(
        "select supplier_credit_note_number from erp.supplier_credit_notes where supplier_id = %s"
        " and company_id = %s and bare_reference = erp.bare_reference(%s)",
        [seller.supplier_id, company_id, reference],
    ).fetchone()
    _require("credit note", reference, seller, None if row is None else row[0])


def _require(document: str, reference: str, seller: Supplier, known: str | None) -> None:
    if not any(character.isascii() and character.isalnum() for character in reference):
        raise InvalidValue(
            f"The {document} of supplier {seller.supplier_number} has the number {reference!r}.",
            remedy="Give the number on the paper, with a letter or a digit.",
        )
    if known is not None:
        raise DuplicateReference(document, reference, supplier=seller.supplier_number, number=known)
