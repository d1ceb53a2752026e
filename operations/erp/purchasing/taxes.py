"""The VAT of purchases: once for each code of a document, as the supplier states it or computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.accounting.vat import Tax, taxes_for
from operations.erp.party.suppliers import Supplier
from operations.errors import InvalidValue
from operations.money import to_cents


@dataclass(frozen=True)
class Taxed:
    """The lines of a document under one code: what is charged, and what is posted in our currency.

    Under reverse charge nothing is charged, and what is posted is both deducted and owed.
    """

    tax: Tax
    net_amount: Decimal
    net_amount_base: Decimal
    charged_amount: Decimal
    posted_amount_base: Decimal

    @property
    def charged_amount_base(self) -> Decimal:
        """What the supplier is owed of it, in company currency."""
        return Decimal(0) if self.tax.reverse_account else self.posted_amount_base


def purchase_taxes(
    connection: Connection,
    *,
    company_id: int,
    seller: Supplier,
    product_ids: Iterable[int | None],
    on: dt.date,
) -> dict[int | None, Tax]:
    """The tax of each product of a purchase; None is what is no product. Raises NoTaxCode."""
    return taxes_for(
        connection,
        company_id=company_id,
        party_country=seller.country_code,
        party_vat_number=None,
        product_ids=product_ids,
        on=on,
        direction="purchase",
        supplier_id=seller.supplier_id,
    )


def taxes_of(connection: Connection, codes: Iterable[str | None]) -> dict[str | None, Tax]:
    """The taxes that a document bears already, by the codes that its lines keep.

    What gives them back asks not again which they are: the party or the product may bear others
    since.
    """
    found = every(
        connection,
        Tax,
        "select tax_code as code, tax_rate as rate, account_code as account,"
        " reverse_account_code as reverse_account, direction"
        " from erp.tax_codes where tax_code = any(%s)",
        [[code for code in codes if code is not None]],
    )
    return {tax.code: tax for tax in found}


def taxed(
    lines: Iterable[tuple[Tax | None, Decimal, Decimal]], exchange_rate: Decimal
) -> list[Taxed]:
    """The tax of lines (their net amounts in both currencies) by code, rounded once for each."""
    sums: dict[Tax, tuple[Decimal, Decimal]] = {}
    for tax, net, net_base in lines:
        if tax is not None:
            before, before_base = sums.get(tax, (Decimal(0), Decimal(0)))
            sums[tax] = (before + net, before_base + net_base)
    found = []
    for tax, (net, net_base) in sums.items():
        charged = to_cents(net * tax.charged_rate)
        owed_by_us = to_cents(net_base * tax.rate)
        posted = owed_by_us if tax.reverse_account else to_cents(charged * exchange_rate)
        found.append(Taxed(tax, net, net_base, charged, posted))
    return found


def as_stated(
    parts: Sequence[Taxed], stated: Decimal, exchange_rate: Decimal, *, document: str
) -> list[Taxed]:
    """The same with the VAT that the supplier states: the difference is put on the largest part.

    Raises InvalidValue when VAT is stated and none may be charged: it could not be deducted.
    """
    difference = stated - charged(parts)
    if not difference:
        return list(parts)
    charging = [part for part in parts if part.tax.charged_rate]
    if not charging or stated < 0:
        raise InvalidValue(
            f"The {document} states a VAT of {stated}, and none is to be charged on it.",
            remedy="Ask the supplier for an invoice without VAT; it could not be deducted.",
        )
    largest = max(charging, key=lambda part: part.charged_amount)
    amount = largest.charged_amount + difference
    corrected = replace(
        largest, charged_amount=amount, posted_amount_base=to_cents(amount * exchange_rate)
    )
    return [corrected if part is largest else part for part in parts]


def limited(
    parts: Sequence[Taxed],
    *,
    left: Decimal,
    left_base: Decimal,
    is_last: bool,
    exchange_rate: Decimal,
    document: str,
) -> list[Taxed]:
    """The tax of a credit note: no more than is left of the invoice's, and all of it at last."""
    amount = left if is_last else min(charged(parts), left)
    found = as_stated(parts, amount, exchange_rate, document=document)
    gap = left_base - charged_base(found)
    if gap and (is_last or gap < 0):
        largest = max(found, key=lambda part: part.charged_amount)
        corrected = replace(largest, posted_amount_base=largest.posted_amount_base + gap)
        found = [corrected if part is largest else part for part in found]
    return found


def charged(parts: Iterable[Taxed]) -> Decimal:
    """The VAT that the document charges."""
    return sum((part.charged_amount for part in parts), Decimal(0))


def charged_base(parts: Iterable[Taxed]) -> Decimal:
    """The VAT that the document charges, in company currency."""
    return sum((part.charged_amount_base for part in parts), Decimal(0))
