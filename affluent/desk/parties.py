"""``affluent erp customer|supplier|product|company``: whom the company deals with, and in what."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.deed import doing
from affluent.desk.options import DateOption, decimal, decimal_or_none
from affluent.desk.store import DryRunOption
from affluent.options import HERE, WorkspaceOption

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


@customers.command("new")
def new_customer(
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
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Enter a customer into the books."""
    from operations.erp.party import commands as party

    limit = decimal_or_none(credit_limit, "--credit-limit")
    with doing(workspace, date=date, dry_run=dry_run) as deed:
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


@suppliers.command("new")
def new_supplier(
    name: NameArgument,
    *,
    country: CountryOption = "FR",
    city: CityOption = None,
    siret: SiretOption = None,
    vat: VatOption = None,
    days: TermsOption = 30,
    currency: CurrencyOption = "EUR",
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Enter a supplier into the books."""
    from operations.erp.party import commands as party

    with doing(workspace, date=date, dry_run=dry_run) as deed:
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


@suppliers.command("price")
def supplier_price(
    supplier: Annotated[str, typer.Argument(help="The supplier, e.g. V00001.")],
    product: Annotated[str, typer.Argument(help="The product, e.g. P00001.")],
    price: Annotated[str, typer.Argument(help="What a unit costs, ex VAT.")],
    *,
    lead_days: Annotated[int, typer.Option(help="Days until it comes.")] = 0,
    preferred: Annotated[bool, typer.Option(help="Buy it here first.")] = False,
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Say what a supplier asks for a product from a day on (tarif d'achat)."""
    from operations.erp.catalog import commands as catalog

    with doing(workspace, date=date, dry_run=dry_run) as deed:
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


@products.command("new")
def new_product(
    name: NameArgument,
    *,
    category: Annotated[str, typer.Option(help="Its category.")],
    price: Annotated[str, typer.Option(help="List price of a unit, ex VAT (HT).")],
    cost: Annotated[
        str | None, typer.Option(help="Standard cost of a unit; none: kept at average cost.")
    ] = None,
    service: Annotated[bool, typer.Option(help="Never in stock.")] = False,
    currency: CurrencyOption = "EUR",
    date: DateOption = None,
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Enter a product into the catalogue: at a standard cost, or at average cost (CUMP)."""
    from operations.erp.catalog import commands as catalog
    from operations.erp.stock import commands as stock

    with doing(workspace, date=date, dry_run=dry_run) as deed:
        product_id = catalog.register_product(
            deed.connection,
            name=name,
            category=category,
            list_price=decimal(price, "--price"),
            currency_code=currency,
        )
        if service:
            stock.keep_product(deed.connection, product_id=product_id, kind="service")
        elif cost is None:
            stock.keep_product(deed.connection, product_id=product_id, valuation="average")
        else:
            catalog.set_cost(
                deed.connection,
                product_id=product_id,
                unit_cost=decimal(cost, "--cost"),
                valid_from=deed.on,
            )
        deed.say("enter", "Entered", f"product {deed.number('product', product_id)}: {name}")


@companies.command("found")
def found_company(
    code: Annotated[str, typer.Argument(help="Its code in capitals, e.g. LYON.")],
    name: NameArgument,
    *,
    country: CountryOption = "FR",
    currency: CurrencyOption = "EUR",
    workspace: WorkspaceOption = HERE,
    dry_run: DryRunOption = False,
) -> None:
    """Enter a company of the group, with empty books and its places of stock."""
    from operations.erp.party import companies as party

    with doing(workspace, dry_run=dry_run) as deed:
        party.found_company(
            deed.connection,
            company_code=code,
            name=name,
            country_code=country,
            currency_code=currency,
        )
        deed.say("found", "Founded", f"company {code}: {name}")
