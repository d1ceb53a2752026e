"""``affluent erp``: which commands there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from affluent.desk import registers
from affluent.desk.arrivals import arrivals
from affluent.desk.billing import dunning, invoices
from affluent.desk.books import books
from affluent.desk.buying import buying
from affluent.desk.cash import payments
from affluent.desk.making import production
from affluent.desk.owing import supplier_invoices
from affluent.desk.parties import companies, customers, products, suppliers
from affluent.desk.proofs import proofs
from affluent.desk.selling import orders, quotes
from affluent.desk.staff import employees, payrolls
from affluent.desk.structures import bills, routings
from affluent.desk.warehouse import stock
from affluent.desk.year import budgets, tax_returns, year_end

if TYPE_CHECKING:
    from operations.registers.model import Register

erp_app = typer.Typer(no_args_is_help=True, help="The ERP: lists, documents, the books.")


def _registers() -> Sequence[Register]:
    from operations.registers.catalogue import ERP

    return ERP


registers.add_to(erp_app, _registers)
erp_app.add_typer(books)
erp_app.add_typer(year_end)
erp_app.add_typer(proofs)
erp_app.add_typer(arrivals)
erp_app.add_typer(companies, name="company")
erp_app.add_typer(customers, name="customer")
erp_app.add_typer(suppliers, name="supplier")
erp_app.add_typer(products, name="product")
erp_app.add_typer(quotes, name="quote")
erp_app.add_typer(orders, name="order")
erp_app.add_typer(invoices, name="invoice")
erp_app.add_typer(payments, name="payment")
erp_app.add_typer(dunning, name="dunning")
erp_app.add_typer(buying, name="buy")
erp_app.add_typer(supplier_invoices, name="supplier-invoice")
erp_app.add_typer(stock, name="stock")
erp_app.add_typer(bills, name="bill")
erp_app.add_typer(routings, name="routing")
erp_app.add_typer(production, name="production")
erp_app.add_typer(employees, name="employee")
erp_app.add_typer(payrolls, name="payroll")
erp_app.add_typer(tax_returns, name="tax-return")
erp_app.add_typer(budgets, name="budget")
