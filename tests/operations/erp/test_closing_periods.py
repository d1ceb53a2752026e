"""Months that close stay as they were: by the commands, and by the database itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day

from operations.database.server import Store
from operations.erp.accounting.commands import post
from operations.erp.accounting.errors import (
    PeriodClosed,
    PeriodNotOpen,
    PeriodOutOfOrder,
    PeriodUnbalanced,
)
from operations.erp.accounting.lettering import letter
from operations.erp.accounting.model import Entry, Posting
from operations.erp.accounting.periods import close_period, periods, reopen_period
from operations.erp.sales import commands as sales

MARCH, APRIL, MAY = (dt.date(2024, month, 1) for month in (3, 4, 5))


def _post(trade: Trade, on: dt.date, document: str = "OD1") -> int:
    lines = (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5)))
    return post(trade.connection, Entry("OD", on, "statement", document, "Bank fees", lines))


def _status(trade: Trade) -> dict[str, str]:
    return {f"{period.starts_on:%m}": period.status for period in periods(trade.connection)}


def test_the_first_posting_of_a_month_opens_its_period(trade: Trade) -> None:
    for on in (MARCH, dt.date(2024, 3, 31), MAY):
        _post(trade, on)
    found = [(p.starts_on, p.ends_on, p.entry_count) for p in periods(trade.connection)]
    assert found == [(MARCH, dt.date(2024, 3, 31), 2), (MAY, dt.date(2024, 5, 31), 1)]


def test_posting_into_a_closed_period_is_refused_with_document_period_and_remedy(
    trade: Trade,
) -> None:
    _post(trade, MARCH)
    close_period(trade.connection, month=MARCH)
    with pytest.raises(PeriodClosed, match=r"statement OD7 .* 2024-03-31: period 2024-03") as error:
        _post(trade, dt.date(2024, 3, 31), "OD7")
    assert error.value.remedy == "Post the correction in an open period."
    assert error.value.exit_code == 2
    _post(trade, APRIL)


def _deliver(trade: Trade) -> object:
    return sales.deliver(trade.connection, order_id=trade.order(), delivered_on=day(3))


def _invoice(trade: Trade) -> object:
    order_id = trade.row("select min(order_id) from erp.deliveries")
    return sales.invoice(trade.connection, order_id=order_id, posted_on=day(3))


def _credit(trade: Trade) -> object:
    invoice_id = trade.row("select min(invoice_id) from erp.invoices")
    lines = dict.fromkeys(trade.invoice_lines(invoice_id), Decimal(1))
    return sales.credit(
        trade.connection, invoice_id=invoice_id, posted_on=day(3), reason="price", lines=lines
    )


def _pay(trade: Trade) -> object:
    invoice_id = trade.row("select min(invoice_id) from erp.invoices")
    return sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(3),
        allocations={invoice_id: Decimal(1)},
    )


@pytest.mark.parametrize("act", [_deliver, _invoice, _credit, _pay])
def test_a_command_dated_in_a_closed_period_is_refused_and_writes_nothing(
    trade: Trade, act: Callable[[Trade], object]
) -> None:
    trade.invoiced()
    _deliver(trade)
    close_period(trade.connection, month=MARCH)
    counted = (
        "select (select count(*) from erp.deliveries), (select count(*) from erp.invoices),"
        " (select count(*) from erp.credit_notes), (select count(*) from erp.payments),"
        " (select sum(last_number) from erp.sequences where kind not in ('order'))"
    )
    before = trade.row(counted)
    with pytest.raises(PeriodClosed, match=r"cannot be dated 2024-03-04: period 2024-03"):
        act(trade)
    assert trade.row(counted) == before


def test_a_month_without_entries_before_a_closed_one_is_frozen_too(trade: Trade) -> None:
    for on in (MARCH, MAY):
        _post(trade, on)
    for month in (MARCH, MAY):
        close_period(trade.connection, month=month)
    with pytest.raises(PeriodClosed, match="2024-04-01: period 2024-05"):
        _post(trade, APRIL)


def test_a_period_closes_only_after_those_before_it(trade: Trade) -> None:
    for on in (MARCH, APRIL):
        _post(trade, on)
    with pytest.raises(PeriodOutOfOrder, match="2024-04 cannot be closed: 2024-03 is open"):
        close_period(trade.connection, month=APRIL)
    close_period(trade.connection, month=MARCH)
    close_period(trade.connection, month=APRIL)
    assert _status(trade) == {"03": "closed", "04": "closed"}


def test_only_the_last_closed_period_reopens(trade: Trade) -> None:
    for on in (MARCH, APRIL):
        _post(trade, on)
        close_period(trade.connection, month=on)
    with pytest.raises(PeriodOutOfOrder, match="2024-03 cannot be reopened: 2024-04 is closed"):
        reopen_period(trade.connection, month=MARCH)
    reopen_period(trade.connection, month=APRIL)
    assert _status(trade) == {"03": "closed", "04": "open"}
    _post(trade, APRIL)


def test_what_is_closed_or_open_already_or_has_no_entries_is_said(trade: Trade) -> None:
    _post(trade, MARCH)
    with pytest.raises(PeriodNotOpen, match="open already"):
        reopen_period(trade.connection, month=MARCH)
    close_period(trade.connection, month=MARCH)
    with pytest.raises(PeriodNotOpen, match="closed already"):
        close_period(trade.connection, month=MARCH)
    for act in (close_period, reopen_period):
        with pytest.raises(PeriodNotOpen, match="2024-05 has no entries"):
            act(trade.connection, month=MAY)


def test_a_period_with_an_entry_put_out_of_balance_by_force_does_not_close(
    own_store: Store,
) -> None:
    with psycopg.connect(own_store.owner) as connection:
        _post(Trade(connection), MARCH)
        connection.execute("set session_replication_role = replica")
        connection.execute("update erp.journal_lines set debit = 6 where debit > 0")
        with pytest.raises(PeriodUnbalanced, match=r"2024-03 .* JE00001 do not balance"):
            close_period(connection, month=MARCH)
        connection.rollback()


@pytest.mark.parametrize(
    "change",
    [
        "update erp.journal_entries set description = 'x' where entry_id = %(march)s",
        "update erp.journal_entries set posted_on = '2024-04-09' where entry_id = %(march)s",
        "update erp.journal_entries set posted_on = '2024-03-09' where entry_id = %(april)s",
        "delete from erp.journal_entries where entry_id = %(march)s",
        "insert into erp.journal_entries (entry_number, journal_code, posted_on, document_type,"
        " document_number, description) values ('JE9', 'OD', '2024-03-31', 'x', 'x', 'x')",
        "update erp.journal_lines set debit = debit * 2, credit = credit * 2"
        " where entry_id = %(march)s",
        "update erp.journal_lines set label = 'x' where entry_id = %(march)s",
        "update erp.journal_lines set entry_id = %(april)s, line_number = line_number + 2"
        " where entry_id = %(march)s",
        "update erp.journal_lines set entry_id = %(march)s, line_number = line_number + 2"
        " where entry_id = %(april)s",
        "delete from erp.journal_lines where entry_id = %(march)s",
        "insert into erp.journal_lines (entry_id, line_number, account_code, label, debit)"
        " values (%(march)s, 3, '512', 'x', 1)",
    ],
)
def test_the_database_itself_refuses_every_change_of_a_closed_period(
    own_store: Store, change: str
) -> None:
    with psycopg.connect(own_store.owner) as connection:
        trade = Trade(connection)
        keys = {"march": _post(trade, MARCH), "april": _post(trade, APRIL)}
        close_period(connection, month=MARCH)
        with pytest.raises(
            psycopg.errors.CheckViolation,
            match=r"entry JE\S+ of 2024-03-\d\d lies in a closed period: 2024-03",
        ):
            connection.execute(change.encode(), keys)
        connection.rollback()


def test_lettering_a_line_of_a_closed_period_is_allowed(trade: Trade) -> None:
    lines = (Posting("471", debit=Decimal(5)), Posting("512", credit=Decimal(5)))
    back = (Posting("471", credit=Decimal(5)), Posting("512", debit=Decimal(5)))
    for on, sides in ((MARCH, lines), (APRIL, back)):
        post(trade.connection, Entry("OD", on, "statement", "OD1", "Unknown", sides))
    close_period(trade.connection, month=MARCH)
    query = "select journal_line_id from erp.journal_lines where account_code = '471'"
    keys = [row[0] for row in trade.connection.execute(query)]
    letter(trade.connection, line_ids=keys, on=APRIL)
    trade.connection.execute("set constraints all immediate")


@pytest.mark.parametrize(
    "values",
    [
        "('2024-03-02', '2024-04-01', 'open', null)",
        "('2024-03-01', '2024-03-30', 'open', null)",
        "('2024-03-01', '2024-03-31', 'closed', null)",
        "('2024-03-01', '2024-03-31', 'shut', null)",
    ],
)
def test_a_period_is_a_whole_month_that_knows_when_it_closed(trade: Trade, values: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        trade.connection.execute(
            b"insert into erp.periods (starts_on, ends_on, status, closed_at) values "
            + values.encode()
        )


def test_periods_never_overlap(trade: Trade) -> None:
    _post(trade, MARCH)
    with pytest.raises(psycopg.errors.ExclusionViolation):
        trade.connection.execute(
            "insert into erp.periods (starts_on, ends_on) values ('2024-03-01', '2024-03-31')"
        )


def test_an_entry_names_a_journal_of_the_books(trade: Trade) -> None:
    _post(trade, MARCH)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        trade.connection.execute("update erp.journal_entries set journal_code = 'XX'")


def test_closing_waits_for_a_posting_under_way_and_the_next_one_is_refused(
    own_store: Store,
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        _post(Trade(connection), MARCH)

    def close() -> int:
        with psycopg.connect(own_store.writer) as closing:
            return close_period(closing, month=MARCH).entry_count

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as posting:
        post(
            posting,
            Entry(
                "OD",
                MARCH,
                "statement",
                "OD2",
                "Bank fees",
                (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5))),
            ),
        )
        waiting = pool.submit(close)
        with pytest.raises(TimeoutError):
            waiting.result(0.3)
        posting.commit()
        assert waiting.result(20) == 2
    with psycopg.connect(own_store.writer) as late, pytest.raises(PeriodClosed):
        post(
            late,
            Entry(
                "OD",
                MARCH,
                "statement",
                "OD3",
                "Bank fees",
                (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5))),
            ),
        )
