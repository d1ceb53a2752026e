"""What the database refuses of sales and of money, whoever writes past the commands."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.sales import commands as sales

Refused = psycopg.errors.CheckViolation


def _pay(trade: Trade, amount: str, invoice_id: int | None = None) -> int:
    return sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={} if invoice_id is None else {invoice_id: Decimal(amount)},
        amount=Decimal(amount),
    )


def _write(trade: Trade, statement: str, *values: object) -> None:
    trade.connection.execute(statement.encode(), values)


def _allocate(trade: Trade, payment_id: int, invoice_id: int, amount: str) -> None:
    _write(
        trade,
        "insert into erp.payment_allocations (payment_id, invoice_id, applied_on, amount,"
        " amount_base) values (%s, %s, %s, %s, %s)",
        payment_id,
        invoice_id,
        day(11),
        Decimal(amount),
        Decimal(amount),
    )


def _refund(trade: Trade, amount: str, **of: int) -> None:
    _write(
        trade,
        "insert into erp.refunds (refund_number, customer_id, payment_id, invoice_id, refunded_on,"
        " currency_code, exchange_rate, amount, amount_base)"
        " values ('RFX', %s, %s, %s, %s, 'EUR', 1, %s, %s)",
        trade.customer,
        of.get("payment_id"),
        of.get("invoice_id"),
        day(12),
        Decimal(amount),
        Decimal(amount),
    )


def _deduct(trade: Trade, advance: int, invoice_id: int, gross: str) -> None:
    _write(
        trade,
        "insert into erp.down_payment_deductions (down_payment_invoice_id, invoice_id,"
        " deducted_on, net_amount, tax_amount, gross_amount, net_amount_base, tax_amount_base,"
        " amount_base) values (%s, %s, %s, %s, 0, %s, %s, 0, %s)",
        advance,
        invoice_id,
        day(12),
        *[Decimal(gross)] * 4,
    )


def _advance(trade: Trade) -> int:
    return sales.down_payment(
        trade.connection, order_id=trade.order(), posted_on=day(1), net_amount=Decimal(500)
    )


def test_an_invoice_is_not_paid_above_what_is_owed(trade: Trade) -> None:
    invoice_id, payment_id = trade.invoiced(), _pay(trade, "2000")
    _allocate(trade, payment_id, invoice_id, "1200")
    with pytest.raises(Refused, match=r"Invoice INV\d+: 0\.01 more is settled than is owed"):
        _allocate(trade, payment_id, invoice_id, "0.01")


def test_an_allocation_is_not_raised_afterwards(trade: Trade) -> None:
    _pay(trade, "1200", trade.invoiced())
    with pytest.raises(Refused, match="more is settled than is owed"):
        _write(trade, "update erp.payment_allocations set amount = 1201")


def test_a_credited_invoice_is_not_paid_as_if_it_were_not(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(5),
        reason="price",
        lines={line: Decimal(100)},
    )
    with pytest.raises(Refused, match=r"120\.00 more is settled"):
        _allocate(trade, _pay(trade, "2000"), invoice_id, "1200")


def test_no_more_is_used_of_a_payment_than_was_received(trade: Trade) -> None:
    payment_id = _pay(trade, "100")
    with pytest.raises(Refused, match=r"Payment PAY\d+: 0\.01 more is used than was received"):
        _allocate(trade, payment_id, trade.invoiced(), "100.01")


def test_money_of_one_customer_settles_nothing_of_another(trade: Trade) -> None:
    other = trade.invoiced(customer=trade.register("Other"))
    with pytest.raises(Refused, match=r"PAY\d+ and invoice INV\d+ are not of one customer"):
        _allocate(trade, _pay(trade, "100"), other, "100")


def test_no_more_goes_back_than_was_received_or_paid_too_much(trade: Trade) -> None:
    payment_id = _pay(trade, "100")
    with (
        pytest.raises(Refused, match="more is used than was received"),
        trade.connection.transaction(),
    ):
        _refund(trade, "101", payment_id=payment_id)
    with pytest.raises(Refused, match=r"1201\.00 more is given back than was paid too much"):
        _refund(trade, "1", invoice_id=trade.invoiced())


def test_no_more_is_written_off_than_is_open(trade: Trade) -> None:
    write_off = (
        "insert into erp.write_offs (customer_id, invoice_id, payment_id, written_off_on, reason,"
        " currency_code, amount, amount_base) values (%s, %s, %s, %s, 'small_difference', 'EUR',"
        " %s, %s)"
    )
    with (
        pytest.raises(Refused, match="more is settled than is owed"),
        trade.connection.transaction(),
    ):
        _write(trade, write_off, trade.customer, trade.invoiced(), None, day(9), 1201, 1201)
    with pytest.raises(Refused, match="more is used than was received"):
        _write(trade, write_off, trade.customer, None, _pay(trade, "5"), day(9), 6, 6)


@pytest.mark.parametrize(
    ("quantity", "net", "cost"), [("11", "1", "1"), ("1", "1000.01", "1"), ("1", "1", "600.01")]
)
def test_no_more_of_a_line_is_credited_than_was_invoiced(
    trade: Trade, quantity: str, net: str, cost: str
) -> None:
    invoice_id = trade.invoiced()
    (line,) = trade.invoice_lines(invoice_id)
    note = sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(5),
        reason="price",
        lines={line: Decimal(1)},
    )
    _write(trade, "update erp.credit_note_lines set net_amount = 0, net_amount_base = 0")
    with pytest.raises(Refused, match=f"Invoice line {line}: credited are"):
        _write(
            trade,
            "insert into erp.credit_note_lines (credit_note_id, line_number, invoice_line_id,"
            " product_id, quantity, net_amount, net_amount_base, tax_rate, cost_amount)"
            " values (%s, 2, %s, %s, %s, %s, 0, 0.2, %s)",
            note,
            line,
            trade.pump,
            Decimal(quantity),
            Decimal(net),
            Decimal(cost),
        )


@pytest.mark.parametrize(("net", "tax"), [("1000.01", "0"), ("1", "200.01")])
def test_no_more_of_an_invoice_is_credited_than_was_invoiced(
    trade: Trade, net: str, tax: str
) -> None:
    amounts = [Decimal(net), Decimal(tax), Decimal(net) + Decimal(tax)]
    with pytest.raises(Refused, match=r"Invoice INV\d+: credited are"):
        _write(
            trade,
            "insert into erp.credit_notes (credit_note_number, invoice_id, customer_id,"
            " posted_on, reason, currency_code, net_amount, tax_amount, gross_amount,"
            " net_amount_base, tax_amount_base, gross_amount_base)"
            " values ('CNX', %s, %s, %s, 'price', 'EUR', %s, %s, %s, %s, %s, %s)",
            trade.invoiced(),
            trade.customer,
            day(5),
            *amounts,
            *amounts,
        )


def test_no_more_of_a_down_payment_is_deducted_than_was_paid(trade: Trade) -> None:
    advance, invoice_id = _advance(trade), trade.invoiced()
    _pay(trade, "240", advance)
    _deduct(trade, advance, invoice_id, "240")
    with pytest.raises(Refused, match=r"Down-payment INV\d+: 1\.00 more is deducted than was paid"):
        _deduct(trade, advance, invoice_id, "1")


def test_a_sale_is_not_deducted_as_a_down_payment(trade: Trade) -> None:
    sale = trade.invoiced()
    _pay(trade, "1200", sale)
    with pytest.raises(Refused, match="is no down-payment"):
        _deduct(trade, sale, trade.invoiced(), "1")


def test_a_deduction_does_not_exceed_what_the_invoice_is_owed(trade: Trade) -> None:
    advance, invoice_id = _advance(trade), trade.invoiced()
    _pay(trade, "600", advance)
    _pay(trade, "700", invoice_id)
    with pytest.raises(Refused, match=r"100\.00 more is settled than is owed"):
        _deduct(trade, advance, invoice_id, "600")


def _cancel(trade: Trade, line: int, quantity: int) -> None:
    _write(
        trade,
        "insert into erp.sales_order_cancellations (order_line_id, cancelled_on, quantity,"
        " net_amount, net_amount_base, reason) values (%s, %s, %s, 0, 0, 'x')",
        line,
        day(2),
        quantity,
    )


def test_what_was_delivered_is_not_cancelled_nor_the_other_way(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    delivery_id = sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(1), quantities={line: Decimal(6)}
    )
    with (
        pytest.raises(Refused, match=r"6.* delivered of 10.* ordered and 5.* cancelled"),
        trade.connection.transaction(),
    ):
        _cancel(trade, line, 5)
    _cancel(trade, line, 3)
    with pytest.raises(Refused, match=r"8.* delivered of 10.* ordered and 3.* cancelled"):
        _write(
            trade,
            "insert into erp.delivery_lines (delivery_id, line_number, order_line_id, product_id,"
            " quantity, unit_cost, cost_amount) values (%s, 2, %s, %s, 2, 1, 1)",
            delivery_id,
            line,
            trade.pump,
        )


def test_no_more_is_cancelled_than_was_ordered(trade: Trade) -> None:
    (line,) = trade.order_lines(trade.order())
    with pytest.raises(Refused, match="cancelled_is_ordered"):
        _cancel(trade, line, 11)


def test_nothing_of_an_order_on_hold_is_delivered(trade: Trade) -> None:
    party.change_customer(trade.connection, customer_id=trade.customer, credit_limit=Decimal(100))
    with pytest.raises(Refused, match="is on hold"):
        _write(
            trade,
            "insert into erp.deliveries (delivery_number, order_id, delivered_on)"
            " values ('DLX', %s, %s)",
            trade.order(),
            day(1),
        )


def test_no_more_is_invoiced_than_was_delivered(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(Refused, match=r"11.* invoiced of 10.* delivered"):
        _write(
            trade,
            "update erp.invoice_lines set quantity = 11 where invoice_id = %s",
            invoice_id,
        )


def test_no_line_of_an_invoice_is_added_for_what_was_not_delivered(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(Refused, match=r"11.* invoiced of 10.* delivered"):
        _write(
            trade,
            "insert into erp.invoice_lines (invoice_id, line_number, order_line_id, product_id,"
            " quantity, unit_price, net_amount, net_amount_base, tax_rate, cost_amount)"
            " select invoice_id, 2, order_line_id, product_id, 1, 100, 100, 100, 0.2, 60"
            " from erp.invoice_lines where invoice_id = %s",
            invoice_id,
        )


def test_a_delivery_is_not_raised_afterwards_above_what_was_ordered(trade: Trade) -> None:
    trade.invoiced()
    with pytest.raises(Refused, match=r"11.* delivered of 10.* ordered"):
        _write(trade, "update erp.delivery_lines set quantity = 11")


def test_an_invoice_is_not_reminded_of_twice_at_one_level(trade: Trade) -> None:
    trade.invoiced()
    sales.run_dunning(trade.connection, on=day(40))
    with pytest.raises(psycopg.errors.UniqueViolation, match="no_level_twice"):
        _write(
            trade,
            "insert into erp.reminder_lines (reminder_id, invoice_id, level, days_late,"
            " owed_amount, currency_code) select reminder_id, invoice_id, level, days_late,"
            " owed_amount, currency_code from erp.reminder_lines",
        )


def test_one_hold_and_one_dispute_are_open_at_a_time(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    dispute = "insert into erp.disputes (invoice_id, opened_on, reason) values (%s, %s, 'x')"
    _write(trade, dispute, invoice_id, DAY)
    with (
        pytest.raises(psycopg.errors.UniqueViolation, match="one_dispute_at_a_time"),
        trade.connection.transaction(),
    ):
        _write(trade, dispute, invoice_id, DAY)
    hold = (
        "insert into erp.sales_order_holds (order_id, held_on, exposure_amount,"
        " credit_limit_amount) values (%s, %s, 2, 1)"
    )
    order_id = trade.order()
    _write(trade, hold, order_id, DAY)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_hold_at_a_time"):
        _write(trade, hold, order_id, DAY)
