"""The company as a plain system has it: what its figures are made of, worked out from the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.e2e.one_company.facts import DEALS, FIRMS, ORDERS, PARTIES, PRODUCTS, Entry, Line, day
from tests.e2e.one_company.ledger import ACCOUNTS, ENTRIES

Row = dict[str, Any]
CENT = Decimal("0.01")
JOURNALS = {
    "invoice": ("FAC", "Ventes"),
    "credit": ("FAC", "Ventes"),
    "purchase": ("FOUR", "Achats"),
    "payment": ("BNK", "Banque"),
}


def rows() -> dict[str, list[Row]]:
    """Entity → its rows, with the columns that the conformed ones have, but the source's name."""
    return {
        "customers": list(_customers()),
        "products": list(_products()),
        "product_costs": list(_costs()),
        "sales_lines": list(_sales_lines()),
        "opportunities": list(_deals()),
        "journal_lines": list(_journal_lines()),
    }


def _customers() -> Iterator[Row]:
    for party in PARTIES:
        if party.is_customer:
            yield {
                "customer_id": str(party.key),
                "customer_number": party.number,
                "legal_id": party.legal_id,
                "customer_name": party.name,
                "country_code": party.country,
                "city": party.city,
                "segment": party.segment,
                "gender": None,
                "birth_on": None,
                "created_on": day(party.created),
            }


def _products() -> Iterator[Row]:
    for one in PRODUCTS:
        yield {
            "product_id": str(one.key),
            "product_number": one.number,
            "product_name": one.name,
            "category": one.category,
            "subcategory": one.subcategory,
            "product_line": None,
            "list_price_amount": Decimal(one.price),
            "currency_code": "EUR",
        }


def _costs() -> Iterator[Row]:
    for one in PRODUCTS:
        if one.cost:
            yield {
                "product_id": str(one.key),
                "valid_from_on": dt.date.min,
                "valid_to_on": None,
                "unit_cost_amount": Decimal(one.cost),
                "currency_code": "EUR",
            }


def _sales_lines() -> Iterator[Row]:
    orders = {order.key: order for order in ORDERS}
    numbers = [entry.number for entry in ENTRIES]
    for entry in ENTRIES:
        for line in entry.lines:
            sold = line.sold
            if not entry.is_posted or not sold or sold.is_down_payment:
                continue
            units = Decimal(sold.packs) * sold.pack_size
            order = orders.get(sold.order or 0)
            cost = Decimal(sold.issued) if sold.issued else None
            if sold.expected:
                cost = units * Decimal(sold.expected)
            if entry.kind == "credit":
                units = -Decimal(sold.returned or units)
                cost = -cost if cost is not None else None
            is_shared = numbers.count(entry.number) > 1
            yield {
                "company_code": FIRMS[entry.firm - 1].name,
                "document_type": "credit_note" if entry.kind == "credit" else "invoice",
                "document_number": f"{entry.number} ({entry.firm})" if is_shared else entry.number,
                "line_number": str(line.key),
                "order_number": order.number if order else None,
                "order_line_number": None,
                "customer_id": str(line.party),
                "product_id": str(sold.product) if sold.product else None,
                "seller_name": entry.seller,
                "ordered_on": day(order.day) if order else None,
                "posted_on": day(entry.posted),
                "quantity": units,
                "unit_price": Decimal(sold.price),
                "list_amount": None,
                "net_amount": _in_euros(-Decimal(line.amount), entry.firm, entry.posted),
                "cost_amount": None if cost is None else _in_euros(cost, entry.firm, entry.posted),
                "currency_code": "EUR",
                "document_amount": -Decimal(line.amount),
                "document_currency_code": FIRMS[entry.firm - 1].currency,
                "ledger_cost_amount": cost,
                "is_inter_company": False,
            }


def _deals() -> Iterator[Row]:
    for deal in DEALS:
        if deal.status == "aside":
            continue
        yield {
            "opportunity_id": str(deal.key),
            "opportunity_name": deal.name,
            "customer_id": str(deal.party),
            "product_id": None,
            "owner_name": "Vente Nord",
            "owner_team": "Équipe",
            "stage": deal.stage,
            "status": deal.status,
            "amount": _in_euros(Decimal(deal.amount), deal.firm, deal.created),
            "is_amount_estimated": False,
            "probability": Decimal(deal.probability),
            "created_on": day(deal.created),
            "expected_close_on": day(deal.expected) if deal.expected else None,
            "closed_on": day(deal.closed) if deal.closed else None,
            "currency_code": "EUR",
        }


def _journal_lines() -> Iterator[Row]:
    for entry in ENTRIES:
        if entry.is_posted:
            for line in entry.lines:
                yield _journal_line(entry, line)


def _journal_line(entry: Entry, line: Line) -> Row:
    firm = FIRMS[entry.firm - 1]
    party = next((one for one in PARTIES if one.key == line.party), None)
    amount = Decimal(line.amount)
    is_foreign = entry.currency not in (None, firm.currency)
    code, name = JOURNALS[entry.kind]
    return {
        "company_code": firm.name,
        "exercise_end_on": None,
        "entry_number": entry.number,
        "line_number": str(line.key),
        "journal_code": code,
        "journal_name": name,
        "entry_kind": "movement",
        "replaced_on": None,
        "account_code": firm.code_of(line.account),
        "account_name": ACCOUNTS[line.account],
        "party_number": (party.number or str(party.key)) if party else None,
        "party_name": party.name if party else None,
        "customer_id": str(party.key) if party and line.account == "411000" else None,
        "posted_on": day(entry.posted),
        "document_number": entry.reference or entry.number,
        "documented_on": day(entry.posted),
        "due_on": day(line.due) if line.due else None,
        "label": line.label,
        "debit_amount": max(amount, Decimal(0)),
        "credit_amount": max(-amount, Decimal(0)),
        "ledger_currency_code": firm.currency,
        "group_rate": _rate(entry.firm, entry.posted),
        "lettering_code": str(line.letter) if line.letter else None,
        "lettered_on": None,
        "currency_code": entry.currency if is_foreign else None,
        "document_amount": Decimal(line.foreign or line.amount) if is_foreign else None,
    }


def _rate(firm_key: int, on: str) -> Decimal:
    known = [rate for since, rate in FIRMS[firm_key - 1].rates if since <= day(on)]
    return known[-1] if known else Decimal(1)


def _in_euros(amount: Decimal, firm_key: int, on: str) -> Decimal:
    return (amount * _rate(firm_key, on)).quantize(CENT, ROUND_HALF_UP)
