"""A new customer: its numbers are checked, terms and prices agreed, and the first invoice follows.

Later it is blocked and unblocked, and two people change what is known of it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from bookkeeping import entry
from receivable_books import every_rule_holds, number
from trade import DAY, Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.party import commands as party
from operations.erp.party.errors import CustomerBlocked, WrongSiren
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.versions import LostUpdate


def test_a_customer_is_registered_priced_invoiced_blocked_and_changed(trade: Trade) -> None:
    connection = trade.connection

    # A digit is mistyped, and the check tells; the second time the numbers fit each other.
    with pytest.raises(WrongSiren, match="Wrong SIREN 732829321 of customer Scierie du Bugey"):
        party.register_customer(
            connection,
            name="Scierie du Bugey",
            country_code="FR",
            created_on=DAY,
            siren="732829321",
        )
    mill = party.register_customer(
        connection,
        name="Scierie du Bugey",
        country_code="FR",
        created_on=DAY,
        siret="732 829 320 00074",
        vat_number="FR44 732 829 320",
        payment_terms_id=party.terms_by_code(connection, "45FDM"),
        credit_limit=Decimal(5000),
    )
    numbers = "select siren, siret, vat_number, legal_id from erp.customers where customer_id = %s"
    assert trade.row(numbers, mill) == (
        "732829320",
        "73282932000074",
        "FR44732829320",
        "732829320",
    )
    party.add_address(
        connection,
        customer_id=mill,
        kind="registered",
        line_1="4 chemin des Scieurs",
        postal_code="01300",
        city="Belley",
        country_code="FR",
        valid_from=DAY,
    )
    bill_to = party.address_on(connection, kind="bill_to", on=day(9), customer_id=mill)
    assert bill_to
    assert bill_to.city == "Belley"

    # A list of its own: pumps at 95, at 90 from ten on; and 2 % off everything.
    own = catalog.open_price_list(
        connection, price_list_code="BUGEY", name="Scierie du Bugey", valid_from=DAY
    )
    for quantity, price in ((0, 95), (10, 90)):
        catalog.set_price(
            connection,
            price_list_id=own,
            product_id=trade.pump,
            unit_price=Decimal(price),
            minimum_quantity=Decimal(quantity),
            valid_from=DAY,
        )
    party.change_customer(connection, customer_id=mill, price_list_id=own)
    catalog.grant_discount(
        connection, customer_id=mill, discount_rate=Decimal("0.02"), valid_from=DAY
    )

    # Ten pumps at 90, 2 % off: 882 ex VAT, due 45 days after 4 March, at the end of that month.
    (price,) = catalog.prices_for(
        connection, customer_id=mill, wanted=[(trade.pump, Decimal(10))], on=DAY
    )
    order_id = sales.order(
        connection,
        customer_id=mill,
        ordered_on=DAY,
        lines=[Line(trade.pump, Decimal(10), price.unit_price, price.discount_rate)],
    )
    sales.deliver(connection, order_id=order_id, delivered_on=day(2))
    invoice_id = sales.invoice(connection, order_id=order_id, posted_on=day(3))
    assert entry(trade, number(trade, "invoice", invoice_id)) == [
        ("411", "1058.40", ""),
        ("707", "", "882.00"),
        ("44571", "", "176.40"),
    ]
    due = trade.row("select due_on from erp.invoices where invoice_id = %s", invoice_id)
    assert due == dt.date(2024, 4, 30)

    # It does not pay: no order any more, until it has.
    party.block_customer(connection, customer_id=mill, blocked_on=day(65), reason="impayés")
    with pytest.raises(CustomerBlocked, match="blocked since 2024-05-05: impayés"):
        sales.order(
            connection,
            customer_id=mill,
            ordered_on=day(70),
            lines=[Line(trade.pump, Decimal(1), Decimal(95))],
        )
    sales.pay(
        connection, customer_id=mill, paid_on=day(71), allocations={invoice_id: Decimal("1058.40")}
    )
    party.unblock_customer(connection, customer_id=mill)
    sales.order(
        connection,
        customer_id=mill,
        ordered_on=day(72),
        lines=[Line(trade.pump, Decimal(1), Decimal(95))],
    )

    # Two read it; who writes last is told, reads again, and then writes.
    seen = party.customer(connection, mill).row_version
    party.change_customer(
        connection, customer_id=mill, expected_version=seen, credit_limit=Decimal(8000)
    )
    with pytest.raises(LostUpdate):
        party.change_customer(connection, customer_id=mill, expected_version=seen, city="Belley")
    again = party.customer(connection, mill)
    assert again.credit_limit == 8000
    party.change_customer(
        connection, customer_id=mill, expected_version=again.row_version, city="Belley"
    )
    every_rule_holds(trade)
