"""The VAT of a sale: which code each line bears, and the tax once for each code of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.model import TAX_COLLECTED
from operations.erp.accounting.vat import Tax, taxes_for
from operations.erp.party.model import Customer
from operations.erp.sales.model import NOTHING, Amount, Totals, at_rate
from operations.erp.sales.revenue import GOODS, REVENUE
from operations.money import to_cents


@dataclass(frozen=True)
class Taxed:
    """What a document bears of one VAT: what was sold, by account, and freight; the tax on both."""

    sold: Mapping[str, Amount]
    tax: Amount
    freight: Amount = NOTHING
    code: str | None = None
    account: str = TAX_COLLECTED

    @property
    def gross(self) -> Amount:
        """What is owed of it."""
        return sum(self.sold.values(), self.freight + self.tax)


def untaxed_code(totals: Totals) -> Taxed:
    """A document of goods, in company currency, whose VAT bears no code."""
    return Taxed(
        {REVENUE[GOODS].sales: Amount(totals.net_amount, totals.net_amount)},
        Amount(totals.tax_amount, totals.tax_amount),
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
    lines: Iterable[tuple[str, Amount, Tax]],
    freight: tuple[Amount, Tax],
    exchange_rate: Decimal,
) -> list[Taxed]:
    """The parts of a document by code, each with its tax, rounded once.

    ``lines``: the product's kind, the amount ex VAT, the VAT.
    """
    taxes: dict[tuple[str, Decimal], Tax] = {}
    sold: dict[tuple[str, Decimal], dict[str, Amount]] = {}
    carried: dict[tuple[str, Decimal], Amount] = {}
    for kind, net, tax in lines:
        key = (tax.code, tax.charged_rate)
        taxes.setdefault(key, tax)
        accounts = sold.setdefault(key, {})
        account = REVENUE[kind].sales
        accounts[account] = accounts.get(account, NOTHING) + net
    if freight[0].document:
        key = (freight[1].code, freight[1].charged_rate)
        taxes.setdefault(key, freight[1])
        carried[key] = freight[0]
    parts = []
    for key, tax in taxes.items():
        goods, transport = sold.get(key, {}), carried.get(key, NOTHING)
        net = sum(goods.values(), transport)
        parts.append(
            Taxed(
                sold=goods,
                freight=transport,
                tax=at_rate(to_cents(net.document * tax.charged_rate), exchange_rate),
                code=tax.code or None,
                account=tax.account or TAX_COLLECTED,
            )
        )
    return parts


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
