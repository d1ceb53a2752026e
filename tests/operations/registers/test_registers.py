"""``list`` and ``show``: every register prints, one document is shown whole; what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import Trade, day
from workshop import Workshop

from operations.erp.sales import commands as sales
from operations.errors import InvalidValue, NotFound
from operations.numbering import PREFIXES
from operations.registers.catalogue import CRM, ERP, named, of_number
from operations.registers.model import Register
from operations.registers.numbers import key_of, line_keys, number_of
from operations.registers.reading import lines_of, listed, shown


@pytest.mark.parametrize("register", [*ERP, *CRM], ids=lambda register: register.name)
def test_every_register_can_be_listed_and_asked_for_what_is_not_there(
    trade: Trade, register: Register
) -> None:
    sheet = listed(trade.connection, register)
    assert sheet.heading[0] == "number"
    with pytest.raises(NotFound):
        shown(trade.connection, register, "nothing")
    assert lines_of(trade.connection, register, "nothing") == []


def test_no_two_registers_have_one_name_or_one_kind_of_number() -> None:
    registers = [*ERP, *CRM]
    assert len({register.name for register in registers}) == len(registers)
    kinds = [register.kind for register in registers if register.kind]
    assert len(set(kinds)) == len(kinds)
    # Made by rooms of their own, or by nobody yet.
    assert set(PREFIXES) - set(kinds) <= {"manual_entry"}


def test_a_number_is_the_key_of_a_record_of_its_kind_alone(trade: Trade) -> None:
    order_id = trade.order()
    number = number_of(trade.connection, "order", order_id)
    assert key_of(trade.connection, "order", number) == order_id
    with pytest.raises(InvalidValue, match="is not a number of quotes"):
        key_of(trade.connection, "quote", number)
    with pytest.raises(NotFound, match="no order SO99999"):
        key_of(trade.connection, "order", "SO99999")


def test_a_line_that_a_document_lacks_is_answered_with_those_it_has(trade: Trade) -> None:
    order_id = trade.order()
    [line] = trade.order_lines(order_id)
    connection = trade.connection
    assert line_keys(connection, "order", order_id, {1: Decimal(4)}) == {line: Decimal(4)}
    with pytest.raises(InvalidValue, match="has no line 2") as refused:
        line_keys(connection, "order", order_id, {2: Decimal(4)})
    assert refused.value.remedy == "Its lines: 1."


def test_an_invoice_is_shown_with_its_lines_and_its_entries(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    number = trade.row("select invoice_number from erp.invoices where invoice_id = %s", invoice_id)
    head, lines, journal = shown(trade.connection, of_number(ERP, number), number)
    owed = head.rows[0][head.heading.index("owed")]
    assert owed == Decimal("1200.00")
    assert [row[1:4] for row in lines.rows] == [("P00001", "Pump", Decimal(10))]
    posted = [(row[3], row[5], row[6]) for row in journal.rows]
    assert posted == [
        ("411", Decimal(1200), Decimal(0)),
        ("707", Decimal(0), Decimal(1000)),
        ("44571", Decimal(0), Decimal(200)),
    ]


def test_a_list_keeps_to_its_filters(trade: Trade) -> None:
    whole = trade.order()
    trade.order()
    sales.deliver(trade.connection, order_id=whole, delivered_on=day(1))
    orders = named(ERP, "orders")
    assert len(listed(trade.connection, orders).rows) == 2
    assert len(listed(trade.connection, orders, limit=1).rows) == 1
    assert len(listed(trade.connection, orders, status="delivered").rows) == 1
    assert listed(trade.connection, orders, end=day(-1)).rows == ()
    assert len(listed(trade.connection, orders, start=day(0), end=day(0)).rows) == 2


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidValue) as refused:
        named(ERP, "ordres")
    assert refused.value.remedy == "Did you mean orders?"
    with pytest.raises(InvalidValue, match="not a number of these books"):
        of_number(ERP, "XX1")


def test_a_filter_that_a_list_lacks_is_refused(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="customers have no status"):
        listed(trade.connection, named(ERP, "customers"), status="open")


def test_a_production_order_is_shown_with_its_components_steps_and_output(trade: Trade) -> None:
    workshop = Workshop(trade)
    order = workshop.released(10)
    workshop.issue(order)
    workshop.output(order, "4")
    number = workshop.number(order)
    head, components, steps, output, *_ = shown(trade.connection, of_number(ERP, number), number)
    assert head.rows[0][head.heading.index("made")] == 4
    assert [row[-3:] for row in components.rows] == [(40, 40, 200), (10, 10, 1200)]
    assert steps.rows == ((10, "Monter", "MONTAGE", 6, 0),)
    assert [row[1] for row in output.rows] == [4]
