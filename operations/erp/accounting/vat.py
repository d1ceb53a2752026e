"""Which VAT a sale or a purchase bears: its code, its rate and the accounts of the tax.

What belongs here: the rules and the look-up. What a company declares is in ``tax_returns.py``.
Distance sales to private buyers of another EU country bear the seller's VAT, as below the
threshold of 10,000 € a year; imports bear it by reverse charge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from operations.database.connection import Connection, every
from operations.erp.accounting.errors import NoTaxCode
from operations.erp.accounting.model import Posting, without_zeros
from operations.errors import InvalidValue, NotFound
from operations.money import to_cents

Direction = Literal["sale", "purchase"]
Position = Literal["domestic", "abroad", "exempt"]
TaxClass = Literal["standard", "intermediate", "reduced", "super_reduced", "none"]

EU: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
# Not what a sale is, but what becomes of its VAT when nobody pays it.
BAD_DEBT: Final = "bad_debt"
KINDS: Final = {
    "sale": ("domestic", "exempt", "intra_supply", "export", BAD_DEBT),
    "purchase": ("domestic", "exempt", "intra_acquisition", "import"),
}
# Monaco is French, Liechtenstein Swiss territory for VAT.
TERRITORIES: Final = {"MC": "FR", "LI": "CH"}


@dataclass(frozen=True)
class Tax:
    """A code in force; ``account`` is of the tax collected (sales) or deductible (purchases).

    With a ``reverse_account`` the buyer owes the tax himself: the document charges none.
    """

    code: str
    rate: Decimal
    account: str | None
    reverse_account: str | None
    direction: Direction

    @property
    def charged_rate(self) -> Decimal:
        """What the document charges: nothing under reverse charge."""
        return Decimal(0) if self.reverse_account else self.rate

    def postings(self, net_amount: Decimal) -> tuple[Posting, ...]:
        """The lines of the tax on an amount ex VAT; those of a sale are credits."""
        return self.lines_of(to_cents(net_amount * self.rate))

    def lines_of(self, tax_amount: Decimal) -> tuple[Posting, ...]:
        """The lines of a tax that was computed (once for each rate of a document)."""
        if self.account is None:
            return ()
        if self.direction == "sale":
            return without_zeros([Posting(self.account, credit=tax_amount, tax_code=self.code)])
        lines = [Posting(self.account, debit=tax_amount, tax_code=self.code)]
        if self.reverse_account:
            lines.append(Posting(self.reverse_account, credit=tax_amount, tax_code=self.code))
        return without_zeros(lines)


@dataclass(frozen=True)
class _Candidate:
    """A code in force for a product in the company's country, for one kind of sale or purchase."""

    country_code: str
    fiscal_position: Position | None
    product_id: int | None
    tax_class: TaxClass
    kind: str | None
    code: str
    rate: Decimal
    account: str | None
    reverse_account: str | None


def tax_for(
    connection: Connection,
    *,
    company_id: int,
    party_country: str,
    party_vat_number: str | None,
    product_id: int | None = None,
    on: dt.date | None = None,
    direction: Direction = "sale",
    customer_id: int | None = None,
    supplier_id: int | None = None,
    is_asset: bool = False,
) -> Tax:
    """The tax of one product; without ``on`` at the rate that has no end yet.

    Raises NoTaxCode, NotFound.
    """
    return taxes_for(
        connection,
        company_id=company_id,
        party_country=party_country,
        party_vat_number=party_vat_number,
        product_ids=[product_id],
        on=on,
        direction=direction,
        customer_id=customer_id,
        supplier_id=supplier_id,
        is_asset=is_asset,
    )[product_id]


def taxes_for(
    connection: Connection,
    *,
    company_id: int,
    party_country: str,
    party_vat_number: str | None,
    product_ids: Iterable[int | None],
    on: dt.date | None = None,
    direction: Direction = "sale",
    customer_id: int | None = None,
    supplier_id: int | None = None,
    is_asset: bool = False,
) -> dict[int | None, Tax]:
    """The tax of each product of a document, by product; None is what is no product.

    ``is_asset`` deducts on the account of fixed assets. Raises NoTaxCode, NotFound.
    """
    if direction not in get_args(Direction):
        raise InvalidValue(
            f"{direction!r} is no direction of VAT.", remedy="Give sale or purchase."
        )
    candidates = _candidates(
        connection,
        {
            "company": company_id,
            "customer": customer_id,
            "supplier": supplier_id,
            "products": list(dict.fromkeys(product_ids)),
            "direction": direction,
            "on": on,
            "is_asset": is_asset,
        },
    )
    if not candidates:
        raise NotFound("company", company_id)
    kind = kind_of(
        home=candidates[0].country_code,
        abroad=party_country,
        is_business=bool(party_vat_number),
        direction=direction,
        position=candidates[0].fiscal_position,
    )
    found: dict[int | None, Tax | None] = {}
    for each in candidates:
        found.setdefault(each.product_id, None)
        if each.kind == ("exempt" if each.tax_class == "none" else kind):
            found[each.product_id] = Tax(
                each.code, each.rate, each.account, each.reverse_account, direction
            )
    taxes = {key: tax for key, tax in found.items() if tax is not None}
    if len(taxes) < len(found):
        raise NoTaxCode(candidates[0].country_code, direction, kind, on)
    return taxes


def relief_code(connection: Connection, *, company_id: int, on: dt.date) -> str:
    """The code under which the VAT of a bad debt comes back from the state. Raises NoTaxCode."""
    row = connection.execute(
        "select companies.country_code, tax_code from erp.companies"
        " left join erp.tax_codes as codes on codes.country_code = companies.country_code"
        "  and direction = 'sale' and kind = %s"
        "  and %s between valid_from and coalesce(valid_to, 'infinity')"
        " where company_id = %s",
        [BAD_DEBT, on, company_id],
    ).fetchone()
    if row is None:
        raise NotFound("company", company_id)
    if row[1] is None:
        raise NoTaxCode(row[0], "sale", BAD_DEBT, on)
    return str(row[1])


def kind_of(
    *,
    home: str,
    abroad: str,
    is_business: bool,
    direction: Direction,
    position: Position | None = None,
) -> str:
    """Which kind of sale or purchase it is, between a company's country and a party's.

    >>> kind_of(home="FR", abroad="DE", is_business=True, direction="sale")
    'intra_supply'
    >>> kind_of(home="FR", abroad="DE", is_business=False, direction="sale")
    'domestic'
    >>> kind_of(home="CH", abroad="FR", is_business=True, direction="purchase")
    'import'
    """
    if position == "exempt":
        return "exempt"
    home, abroad = TERRITORIES.get(home, home), TERRITORIES.get(abroad, abroad)
    if position == "domestic" or (home == abroad and position is None):
        return "domestic"
    if home in EU and abroad in EU and home != abroad:
        if direction == "purchase":
            return "intra_acquisition"
        return "intra_supply" if is_business or position == "abroad" else "domestic"
    return "export" if direction == "sale" else "import"


def _candidates(connection: Connection, values: Mapping[str, object]) -> list[_Candidate]:
    """The codes of each product for every kind: one question to the database for a document.

    Of a company that is not there, none; where nothing is in force, one without kind and code.
    """
    return every(
        connection,
        _Candidate,
        "select companies.country_code, positions.fiscal_position, asked.product_id,"
        " coalesce(classes.tax_class, 'standard') as tax_class, codes.kind,"
        " codes.tax_code as code, codes.tax_rate as rate,"
        " case when %(is_asset)s then codes.asset_account_code else codes.account_code"
        "  end as account, codes.reverse_account_code as reverse_account"
        " from erp.companies"
        " cross join unnest(%(products)s::bigint[]) as asked (product_id)"
        " left join erp.fiscal_positions as positions"
        "  on positions.customer_id = %(customer)s or positions.supplier_id = %(supplier)s"
        " left join erp.product_tax_classes as classes"
        "  on classes.product_id = asked.product_id"
        "  and classes.country_code = companies.country_code"
        " left join erp.tax_codes as codes on codes.country_code = companies.country_code"
        "  and codes.direction = %(direction)s"
        "  and codes.tax_class = case when codes.kind in ('exempt', 'intra_supply', 'export')"
        "   then 'none' else coalesce(classes.tax_class, 'standard') end"
        "  and case when %(on)s::date is null then codes.valid_to is null"
        "   else %(on)s between codes.valid_from and coalesce(codes.valid_to, 'infinity') end"
        " where companies.company_id = %(company)s",
        values,
    )
