"""``affluent erp customer|supplier|product|company``: whom the company deals with, and in what."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from affluent.desk.acts import Dated, act
from affluent.desk.deed import Deed
from affluent.desk.options import decimal, decimal_or_none

customers = typer.Typer(no_args_is_help=True, help="Customers (clients).")
suppliers = typer.Typer(no_args_is_help=True, help="Suppliers (fournisseurs).")
products = typer.Typer(no_args_is_help=True, help="Products (articles).")
companies = typer.Typer(no_args_is_help=True, help="Companies (sociétés).")

NameArgument = Annotated[str, typer.Argument(help="How it is called.")]
CountryOption = Annotated[str, typer.Option(help="ISO code of two letters.")]
CityOption = Annotated[str | None, typer.Option(help="Its city.")]
SiretOption = Annotated[str | None, typer.Option(help="Its SIRET, 14 digits.")]
VatOption = Annotated[str | None, typer.Option("--vat", help="Its VAT number (TVA).")]
TermsOption = Annotated[int, typer.Option("--days", help="Days to pay (échéance).")]
CurrencyOption = Annotated[str, typer.Option(help="ISO code of three letters.")]


@act(customers, "new")
def new_customer(
    deed: Deed,
    name: NameArgument,
    *,
    country: CountryOption = "FR",
    city: CityOption = None,
    siret: SiretOption = None,
    vat: VatOption = None,
    days: TermsOption = 30,
    currency: CurrencyOption = "EUR",
    credit_limit: Annotated[
        str | None, typer.Option(help="What it may owe (encours autorisé), in its currency.")
    ] = None,
    seller: Annotated[str | None, typer.Option(help="Who sells to it, e.g. EM00001.")] = None,
) -> None:
    """Enter a customer into the books."""
    from operations.erp.party import commands as party

    limit = decimal_or_none(credit_limit, "--credit-limit")
    customer_id = party.register_customer(
        deed.connection,
        name=name,
        country_code=country,
        created_on=deed.on,
        city=city,
        siret=siret,
        vat_number=vat,
        payment_terms_days=days,
        currency_code=currency,
        credit_limit=limit,
        credit_currency_code=None if limit is None else currency,
        seller_id=deed.key_or_none("employee", seller),
    )
    deed.say("enter", "Entered", f"customer {deed.number('customer', customer_id)}: {name}")


@act(suppliers, "new")
def new_supplier(
    deed: Deed,
    name: NameArgument,
    *,
    country: CountryOption = "FR",
    city: CityOption = None,
    siret: SiretOption = None,
    vat: VatOption = None,
    days: TermsOption = 30,
    currency: CurrencyOption = "EUR",
) -> None:
    """Enter a supplier into the books."""
    from operations.erp.party import commands as party

    supplier_id = party.register_supplier(
        deed.connection,
        name=name,
        country_code=country,
        created_on=deed.on,
        city=city,
        siret=siret,
        vat_number=vat,
        payment_terms_days=days,
        currency_code=currency,
    )
    deed.say("enter", "Entered", f"supplier {deed.number('supplier', supplier_id)}: {name}")


@act(suppliers, "price")
def supplier_price(
    deed: Deed,
    supplier: Annotated[str, typer.Argument(help="The supplier, e.g. V00001.")],
    product: Annotated[str, typer.Argument(help="The product, e.g. P00001.")],
    price: Annotated[str, typer.Argument(help="What a unit costs, ex VAT.")],
    *,
    lead_days: Annotated[int, typer.Option(help="Days until it comes.")] = 0,
    preferred: Annotated[bool, typer.Option(help="Buy it here first.")] = False,
) -> None:
    """Say what a supplier asks for a product from a day on (tarif d'achat)."""
    from operations.erp.catalog import commands as catalog

    catalog.set_purchase_price(
        deed.connection,
        supplier_id=deed.key("supplier", supplier),
        product_id=deed.key("product", product),
        unit_price=decimal(price, "PRICE"),
        valid_from=deed.on,
        lead_time_days=lead_days,
        is_preferred=preferred,
    )
    deed.say("price", "Priced", f"{product} at {price} of {supplier} from {deed.on}")


@act(products, "new")
def new_product(
    deed: Deed,
    name: NameArgument,
    *,
    category: Annotated[str, typer.Option(help="Its category.")],
    price: Annotated[str, typer.Option(help="List price of a unit, ex VAT (HT).")],
    cost: Annotated[
        str | None, typer.Option(help="Standard cost of a unit; none: kept at average cost.")
    ] = None,
    kind: Annotated[
        Literal["goods", "material", "finished", "service"],
        typer.Option(help="Bought to be sold, or to be used; made here; or never in stock."),
    ] = "goods",
    currency: CurrencyOption = "EUR",
) -> None:
    """Enter a product into the catalogue: at a standard cost, or at average cost (CUMP)."""
    from operations.erp.catalog import commands as catalog
    from operations.erp.stock import commands as stock

    product_id = catalog.register_product(
        deed.connection,
        name=name,
        category=category,
        list_price=decimal(price, "--price"),
        currency_code=currency,
    )
    if kind == "service" or cost is None:
        valuation: Literal["standard", "average"] = "standard" if kind == "service" else "average"
        stock.keep_product(deed.connection, product_id=product_id, kind=kind, valuation=valuation)
    else:
        stock.keep_product(deed.connection, product_id=product_id, kind=kind)
        catalog.set_cost(
            deed.connection,
            product_id=product_id,
            unit_cost=decimal(cost, "--cost"),
            valid_from=deed.on,
        )
    deed.say("enter", "Entered", f"product {deed.number('product', product_id)}: {name}")


@act(companies, "found", dated=Dated.never)
def found_company(
    deed: Deed,
    code: Annotated[str, typer.Argument(help="Its code in capitals, e.g. LYON.")],
    name: NameArgument,
    *,
    country: CountryOption = "FR",
    currency: CurrencyOption = "EUR",
) -> None:
    """Enter a company of the group, with empty books and its places of stock."""
    from operations.erp.party import companies as party

    party.found_company(
        deed.connection,
        company_code=code,
        name=name,
        country_code=country,
        currency_code=currency,
    )
    deed.say("found", "Founded", f"company {code}: {name}")
