"""The VAT of a sale: which code each line bears, and the tax once for each code of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.model import TAX_COLLECTED
from operations.erp.accounting.vat import Tax, taxes_for
from operations.erp.party.model import Customer
from operations.erp.sales.model import NOTHING, Amount, Totals, at_rate
from operations.money import to_cents


@dataclass(frozen=True)
class Taxed:
    """What a document bears of one VAT: goods and freight ex VAT, and the tax on both."""

    goods: Amount
    tax: Amount
    freight: Amount = NOTHING
    code: str | None = None
    account: str = TAX_COLLECTED

    @property
    def gross(self) -> Amount:
        """What is owed of it."""
        return self.goods + self.freight + self.tax


def untaxed_code(totals: Totals) -> Taxed:
    """A document in company currency whose VAT bears no code."""
    return Taxed(
        Amount(totals.net_amount, totals.net_amount), Amount(totals.tax_amount, totals.tax_amount)
    )


def sales_taxes(
    connection: Connection,
    *,
    company_id: int,
    buyer: Customer,
    product_ids: Iterable[int | None],
    on: dt.date,
) -> dict[int | None, Tax]:
    """The VAT of each product for a buyer on a day; None is the freight. Raises NoTaxCode.

    A buyer in another country of the EU bears none when his VAT number is known: without it the
    seller cannot declare that the buyer does, and charges the rate at home.
    """
    return taxes_for(
        connection,
        company_id=company_id,
        party_country=buyer.country_code,
        party_vat_number=buyer.vat_number,
        product_ids=product_ids,
        on=on,
        customer_id=buyer.customer_id,
    )


def taxed(
    lines: Iterable[tuple[Amount, Tax]], freight: tuple[Amount, Tax], exchange_rate: Decimal
) -> list[Taxed]:
    """The parts of a document by code, each with its tax, rounded once."""
    parts: dict[tuple[str, Decimal], tuple[Tax, Amount, Amount]] = {}
    given = [(goods, NOTHING, tax) for goods, tax in lines]
    if freight[0].document:
        given.append((NOTHING, *freight))
    for goods, carried, tax in given:
        key = (tax.code, tax.charged_rate)
        _, sum_of_goods, sum_of_freight = parts.get(key, (tax, NOTHING, NOTHING))
        parts[key] = (tax, sum_of_goods + goods, sum_of_freight + carried)
    return [
        Taxed(
            goods=goods,
            freight=carried,
            tax=at_rate(to_cents((goods + carried).document * tax.charged_rate), exchange_rate),
            code=tax.code or None,
            account=tax.account or TAX_COLLECTED,
        )
        for tax, goods, carried in parts.values()
    ]


def with_tax_of(parts: Sequence[Taxed], tax: Amount) -> list[Taxed]:
    """The parts with ``tax`` in all: the part that bears most takes the cents of difference."""
    gap = tax - sum((part.tax for part in parts), NOTHING)
    if gap == NOTHING:
        return list(parts)
    largest = max(range(len(parts)), key=lambda position: parts[position].tax.document)
    return [
        replace(part, tax=part.tax + gap) if position == largest else part
        for position, part in enumerate(parts)
    ]
