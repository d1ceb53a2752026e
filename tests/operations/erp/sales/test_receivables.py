"""The sub-ledger of receivables is the balance of account 411, on every day that ever was."""

from __future__ import annotations

from decimal import Decimal

from receivable_books import every_rule_holds, number, owed
from trade import DAY, Trade, day

from operations.erp.accounting.currencies import set_rate
from operations.erp.accounting.open_items import open_items
from operations.erp.party import commands as party
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line


def _in_francs(trade: Trade) -> tuple[int, int]:
    """A Swiss customer and an invoice of 1,000 francs, posted on the second day at 1.04."""
    for on, rate in ((0, "1.0417"), (20, "0.9999"), (35, "1.0701")):
        set_rate(
            trade.connection,
            from_currency="CHF",
            to_currency="EUR",
            valid_on=day(on),
            rate=Decimal(rate),
        )
    customer = party.register_customer(
        trade.connection, name="Werk", country_code="CH", created_on=DAY, currency_code="CHF"
    )
    order_id = sales.order(
        trade.connection,
        customer_id=customer,
        ordered_on=DAY,
        lines=[Line(trade.pump, Decimal(10), Decimal(100))],
        currency_code="CHF",
    )
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    return customer, sales.invoice(trade.connection, order_id=order_id, posted_on=day(2))


def _live(trade: Trade) -> dict[str, int]:
    """Everything that may happen to a debt, entered in another order than that of its days."""
    connection, customer = trade.connection, trade.customer
    first, second, third = (trade.invoiced() for _ in range(3))
    (line,) = trade.invoice_lines(second)
    sales.credit(
        connection,
        invoice_id=second,
        posted_on=day(30),
        reason="return",
        lines={line: Decimal(2)},
    )
    # Entered after the credit note of the 30th, of the 12th: a back-dated part payment.
    sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(12),
        allocations={first: Decimal("333.33"), second: Decimal(100)},
        amount=Decimal(1000),
    )
    cash = trade.row("select payment_id from erp.payments")
    sales.apply_cash(
        connection, payment_id=cash, applied_on=day(25), allocations={first: Decimal(400)}
    )
    sales.apply_cash(
        connection, payment_id=cash, applied_on=day(18), allocations={second: Decimal(150)}
    )
    sales.refund(connection, payment_id=cash, refunded_on=day(40), amount=Decimal("16.67"))
    sales.pay(
        connection,
        customer_id=customer,
        paid_on=day(28),
        allocations={first: Decimal("465.67")},
    )
    sales.write_off(connection, invoice_id=first, written_off_on=day(33), reason="small_difference")
    sales.write_off(connection, invoice_id=third, written_off_on=day(38), reason="bad_debt")
    rebate_id = sales.grant_rebate(
        connection,
        customer_id=customer,
        starts_on=DAY,
        ends_on=day(31),
        posted_on=day(31),
        rebate_rate=Decimal("0.05"),
    )
    sales.apply_rebate(
        connection, rebate_id=rebate_id, applied_on=day(34), allocations={second: Decimal(60)}
    )
    order_id = trade.order()
    advance = sales.down_payment(
        connection, order_id=order_id, posted_on=day(5), net_amount=Decimal(400)
    )
    sales.pay(
        connection, customer_id=customer, paid_on=day(15), allocations={advance: Decimal(300)}
    )
    sales.deliver(connection, order_id=order_id, delivered_on=day(22))
    fourth = sales.invoice(connection, order_id=order_id, posted_on=day(22))
    swiss, francs = _in_francs(trade)
    for on, amount in ((21, "333.33"), (36, "600")):
        sales.pay(
            connection,
            customer_id=swiss,
            paid_on=day(on),
            allocations={francs: Decimal(amount)},
            amount=Decimal(amount) + 10,
            currency_code="CHF",
        )
    return {
        "first": first,
        "second": second,
        "third": third,
        "advance": advance,
        "fourth": fourth,
        "francs": francs,
    }


def test_the_sub_ledger_is_the_balance_of_411_on_each_day_that_moves_it(trade: Trade) -> None:
    _live(trade)
    # Every day on which something moved; each is compared with the ledger.
    moved = (2, 5, 12, 15, 18, 21, 22, 25, 28, 30, 31, 33, 34, 36, 38, 40)
    seen = [owed(trade, on) for on in moved]
    assert len(seen[0]) == 4
    assert len({tuple(items) for items in seen}) == len(moved)
    every_rule_holds(trade)


def test_the_ledgers_own_open_items_are_the_same_by_document(trade: Trade) -> None:
    _live(trade)
    for on in (10, 21, 32, 45):
        documents = {
            item.document_number: item.open_amount_base
            for item in sales.receivables(trade.connection, on=day(on))
        }
        lines = {
            item.reference: item.amount
            for item in open_items(trade.connection, account_code="411", on=day(on))
        }
        assert documents == lines


def test_what_stands_open_in_the_end(trade: Trade) -> None:
    keys = _live(trade)
    named = {number(trade, "invoice", key): name for name, key in keys.items()}
    found = {named.get(document, document[:2]): amount for document, amount in owed(trade, 45)}
    # Francs: 66.67 owed, and twice 10.00 above what was allocated. 108 of the rebate are left.
    assert found == {
        "second": "650.00",
        "advance": "180.00",
        "fourth": "900.00",
        "francs": "66.67",
        "PA": "-10.00",
        "CN": "-108.00",
    }
    items = sales.receivables(trade.connection, on=day(45), customer_id=trade.customer)
    assert {item.days_late for item in items} == {0, 10, 13}


def test_money_is_late_by_its_due_date(trade: Trade) -> None:
    trade.invoiced()  # due on day 32
    for on, late in ((32, 0), (33, 1), (100, 68)):
        (item,) = sales.receivables(trade.connection, on=day(on))
        assert item.days_late == late


def test_another_company_has_none_of_it(trade: Trade) -> None:
    trade.invoiced()
    assert sales.receivables(trade.connection, on=day(9), company_id=2) == []
