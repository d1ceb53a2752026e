"""The journal entries of the company as an Odoo has them, invoices among them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.e2e.one_company.facts import FIRMS, Entry, Line
from tests.e2e.one_company.ledger import ACCOUNTS, ENTRIES, SETTLEMENTS
from tests.e2e.one_company.odoo_rows import CURRENCIES, ORDER_LINES, SELLERS, Rendered

TYPES = {
    "411": "asset_receivable",
    "401": "liability_payable",
    "445": "liability_current",
    "512": "asset_cash",
    "607": "expense_direct_cost",
    "707": "income",
    "706": "income",
}
KINDS = {
    "invoice": ("out_invoice", 1),
    "credit": ("out_refund", 1),
    "purchase": ("in_invoice", 3),
    "payment": ("entry", 2),
}
INVOICED_AT = {10: 110}  # the address to which Durand's invoices go


def write_ledger(made: Rendered) -> None:
    """Accounts, journals, entries, and what settles what."""
    for key, (code, name) in enumerate(
        {"FAC": "Ventes", "BNK": "Banque", "FOUR": "Achats"}.items()
    ):
        made.put("journals", key + 1, name=name, code=code, company_id=1, type="general")
    for code, name in ACCOUNTS.items():
        _account(made, code, name)
    for entry in ENTRIES:
        _entry(made, entry, entry.key, "posted" if entry.is_posted else "draft")
        for line in entry.lines:
            _line(made, entry, line)
    _entry(made, ENTRIES[-1], 199, "cancel")
    values = {"debit": Decimal(0), "credit": Decimal(0), "display_type": "line_section"}
    made.put("move_lines", 1999, move_id=101, name="Matériel", company_id=1, **values)
    for key, (debit, credit) in enumerate(SETTLEMENTS, start=1):
        values = {"debit_move_id": debit, "credit_move_id": credit, "amount": Decimal(1)}
        made.put("partial_reconciles", key, **values, company_id=1)


def _account(made: Rendered, account: str, name: str) -> None:
    """Shared by the firms, with a code in each; before 18 each firm has an account of its own."""
    kind = {"name": name, "account_type": TYPES[account[:3]]}
    if not made.has_own_accounts:
        codes = {firm.key: firm.code_of(account) for firm in FIRMS}
        made.put("accounts", int(account), code=codes, **kind)
        return
    for firm in FIRMS:
        own = {"code": firm.code_of(account), "company_id": firm.key}
        made.put("accounts", _account_id(made, firm.key, account), **own, **kind)


def _account_id(made: Rendered, firm: int, account: str) -> int:
    return int(account) + (firm * 1_000_000 if made.has_own_accounts else 0)


def _entry(made: Rendered, entry: Entry, key: int, state: str) -> None:
    move_type, journal = KINDS[entry.kind]
    made.put(
        *("moves", key),
        name=entry.number if state == "posted" else "/",
        ref=entry.reference,
        move_type=move_type,
        state=state,
        date=entry.posted,
        invoice_date=None if entry.kind == "payment" else entry.posted,
        journal_id=journal,
        company_id=entry.firm,
        invoice_user_id=SELLERS.get(entry.seller or ""),
    )


def _line(made: Rendered, entry: Entry, line: Line) -> None:
    amount, sold = Decimal(line.amount), line.sold
    is_open = line.account in ("411000", "401000")
    kind = "product" if sold or entry.kind in ("payment", "purchase") else "tax"
    values: dict[str, Any] = {}
    if sold:
        order_line = ORDER_LINES.get((sold.order or 0, sold.product))
        values = {
            "product_id": sold.product,
            "product_uom_id": 2 if sold.pack_size == 12 else 1,
            "quantity": Decimal(sold.packs),
            "price_unit": Decimal(sold.price),
            "is_downpayment": sold.is_down_payment,
            "sale_line_ids": [order_line[0]] if order_line else [],
        }
    own = FIRMS[entry.firm - 1].currency
    made.put(
        *("move_lines", line.key),
        move_id=entry.key,
        account_id=_account_id(made, entry.firm, line.account),
        partner_id=INVOICED_AT.get(line.party or 0, line.party),
        company_id=entry.firm,
        name=line.label,
        display_type="payment_term" if is_open and entry.kind != "payment" else kind,
        debit=max(amount, Decimal(0)),
        credit=max(-amount, Decimal(0)),
        amount_currency=Decimal(line.foreign or line.amount),
        currency_id=CURRENCIES[entry.currency or own],
        date_maturity=_due(entry, line) if is_open else None,
        full_reconcile_id=line.letter,
        **values,
    )


def _due(entry: Entry, line: Line) -> str | None:
    """A credit note is due by itself, a payment not at all: both are aged with the invoice."""
    return {"payment": None, "credit": entry.posted}.get(entry.kind, line.due)
