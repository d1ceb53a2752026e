"""One order of goods bought, a product made, a service and material: each is earned on its own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from bookkeeping import balances, entry
from receivable_books import every_rule_holds, number
from trade import Trade, day

from operations.erp.closing import commands as closing
from operations.erp.proofs.commands import broken
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import WasInvoiced
from operations.erp.stock.model import ProductKind


def _product(trade: Trade, name: str, kind: ProductKind, *, price: str, cost: str | None) -> int:
    product_id = trade.product(name, price=price, cost=cost)
    stock.keep_product(trade.connection, product_id=product_id, kind=kind)
    return product_id


def _delivered(trade: Trade) -> int:
    """Ten pumps at 100, two skids at 500, an assembly at 80 and ten sheets at 3."""
    made = _product(trade, "Skid", "finished", price="500", cost="300")
    service = _product(trade, "Assembly", "service", price="80", cost=None)
    material = _product(trade, "Sheet", "material", price="3", cost="2")
    order_id = trade.order(
        Line(trade.pump, Decimal(10), Decimal(100)),
        Line(made, Decimal(2), Decimal(500)),
        Line(service, Decimal(1), Decimal(80)),
        Line(material, Decimal(10), Decimal(3)),
    )
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    return order_id


def test_what_is_sold_and_given_back_stands_on_the_account_of_its_kind(trade: Trade) -> None:
    connection = trade.connection
    order_id = _delivered(trade)

    # Until it is invoiced, the month's end accrues each kind on its account, too.
    closing.accrue(connection, month=day(0))
    assert entry(trade, "FAE202403")[:6] == [
        ("4181", "2532.00", ""),
        ("701", "", "1000.00"),
        ("706", "", "80.00"),
        ("707", "", "1000.00"),
        ("7088", "", "30.00"),
        ("44587", "", "422.00"),
    ]

    # One invoice: the VAT of all of it is one line, as it bears one code.
    invoice_id = sales.invoice(
        connection, order_id=order_id, posted_on=day(31), freight_amount=Decimal(50)
    )
    assert entry(trade, number(trade, "invoice", invoice_id)) == [
        ("411", "2592.00", ""),
        ("701", "", "1000.00"),
        ("706", "", "80.00"),
        ("707", "", "1000.00"),
        ("7088", "", "30.00"),
        ("7085", "", "50.00"),
        ("44571", "", "432.00"),
    ]

    # A skid and two pumps come back: each from the account that it was earned on.
    pumps, skids, assembly, sheets = trade.invoice_lines(invoice_id)
    returned = sales.credit(
        connection,
        invoice_id=invoice_id,
        posted_on=day(32),
        reason="return",
        lines={skids: Decimal(1), pumps: Decimal(2)},
    )
    assert entry(trade, number(trade, "credit_note", returned), "VT") == [
        ("411", "", "840.00"),
        ("701", "500.00", ""),
        ("707", "200.00", ""),
        ("44571", "140.00", ""),
    ]
    assert entry(trade, number(trade, "credit_note", returned), "ST") == [
        ("7135", "", "300.00"),
        ("6037", "", "120.00"),
        ("35", "300.00", ""),
        ("37", "120.00", ""),
    ]

    # The assembly and the sheets were too dear, with nothing coming back.
    cheaper = sales.credit(
        connection,
        invoice_id=invoice_id,
        posted_on=day(33),
        reason="price",
        lines={assembly: Decimal(20), sheets: Decimal(10)},
    )
    assert entry(trade, number(trade, "credit_note", cheaper)) == [
        ("411", "", "36.00"),
        ("706", "20.00", ""),
        ("7088", "10.00", ""),
        ("44571", "6.00", ""),
    ]

    # Ten percent of what is left go back at the year's end, on the rebates of each kind.
    sales.grant_rebate(
        connection,
        customer_id=trade.customer,
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31),
        posted_on=dt.date(2024, 12, 31),
        rebate_rate=Decimal("0.1"),
    )
    assert entry(trade, str(trade.row("select rebate_number from erp.rebates"))) == [
        ("7091", "50.00", ""),
        ("7096", "6.00", ""),
        ("7097", "80.00", ""),
        ("7098", "2.00", ""),
        ("44571", "27.60", ""),
        ("411", "", "165.60"),
    ]

    # The margin on goods is that of the pumps alone: eight at 100 that cost 60, less the rebate.
    goods = balances(trade, "707", "7097", "607", "6037")
    assert -sum(map(Decimal, goods.values())) == 8 * (100 - 60) - 80
    every_rule_holds(trade)


def test_a_kind_of_which_more_came_back_than_was_sold_lowers_the_rebate(trade: Trade) -> None:
    connection = trade.connection
    service = _product(trade, "Assembly", "service", price="100", cost=None)
    before = trade.invoiced(Line(service, Decimal(1), Decimal(100)))
    (line,) = trade.invoice_lines(before)
    order_id = trade.order()  # ten pumps at 100
    sales.deliver(connection, order_id=order_id, delivered_on=day(1))
    sales.invoice(connection, order_id=order_id, posted_on=day(10))
    sales.credit(
        connection, invoice_id=before, posted_on=day(11), reason="price", lines={line: Decimal(50)}
    )
    sales.grant_rebate(
        connection,
        customer_id=trade.customer,
        starts_on=day(10),
        ends_on=day(20),
        posted_on=day(20),
        rebate_rate=Decimal("0.1"),
    )
    # As many as before the kinds were told apart: 10 % of 1,000 less 50.
    assert trade.row("select basis_amount, net_amount, tax_amount from erp.rebates") == (
        Decimal(950),
        Decimal(95),
        Decimal(19),
    )
    assert balances(trade, "7096", "7097") == {"7096": "-5.00", "7097": "100.00"}


def test_an_invoiced_product_keeps_its_kind(trade: Trade) -> None:
    service = _product(trade, "Assembly", "service", price="100", cost=None)
    stock.keep_product(trade.connection, product_id=service, kind="goods")
    stock.keep_product(trade.connection, product_id=service, kind="service")
    trade.invoiced(Line(service, Decimal(1), Decimal(100)))
    stock.keep_product(trade.connection, product_id=service, kind="service", valuation="average")
    with pytest.raises(WasInvoiced, match=r"Product P\d+ was invoiced as service"):
        stock.keep_product(trade.connection, product_id=service, kind="goods")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"P\d+ was invoiced as service"):
        trade.connection.execute(
            "update erp.products set kind = 'goods' where product_id = %s", [service]
        )


def test_a_sale_on_the_account_of_another_kind_is_found(trade: Trade) -> None:
    invoice = number(trade, "invoice", trade.invoiced())
    trade.connection.execute(
        "update erp.journal_lines set account_code = '701' where account_code = '707'"
    )
    (verdict,) = broken(trade.connection)
    assert verdict.name == "what is sold is earned on the account of its kind"
    assert sorted(verdict.offenders) == [
        f"{invoice}, account 701: expected 0, found 1000.00",
        f"{invoice}, account 707: expected 1000.00, found 0",
    ]
