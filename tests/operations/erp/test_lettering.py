"""Lettering says which lines settle each other, and never more than is so."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trade import Trade, day

from operations.erp.accounting.errors import NotLetterable, NotSettled
from operations.erp.accounting.lettering import code_of, letter
from operations.erp.sales import commands as sales
from operations.errors import NotFound


def _pay(trade: Trade, on: int = 40, **amounts: str) -> int:
    """Pay invoices by their keys, written i7="1200"."""
    allocations = {int(key[1:]): Decimal(amount) for key, amount in amounts.items()}
    return sales.pay(
        trade.connection, customer_id=trade.customer, paid_on=day(on), allocations=allocations
    )


def _lines(trade: Trade, account: str = "411", lettered: bool | None = None) -> list[int]:
    wanted = "" if lettered is None else f" and (lettering_id is not null) = {lettered}"
    query = f"select journal_line_id from erp.journal_lines where account_code = %s{wanted}"
    return [row[0] for row in trade.connection.execute(f"{query} order by 1".encode(), [account])]


def _open(trade: Trade) -> Decimal:
    """What stands unlettered on the customers' account."""
    query = (
        "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
        " where account_code = '411' and lettering_id is null"
    )
    return Decimal(trade.row(query))


def test_an_invoice_paid_whole_is_lettered_with_its_payment(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _pay(trade, **{f"i{invoice_id}": "1200"})
    assert _open(trade) == 0
    assert _lines(trade, lettered=False) == []
    found = trade.row("select code, account_code, customer_id, lettered_on from erp.letterings")
    assert found == ("AAA", "411", trade.customer, day(40))
    trade.connection.execute("set constraints all immediate")


def test_a_part_payment_stays_open_until_the_rest_comes(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _pay(trade, **{f"i{invoice_id}": "700"})
    assert (_open(trade), _lines(trade, lettered=True)) == (500, [])
    _pay(trade, on=50, **{f"i{invoice_id}": "500"})
    assert len(_lines(trade, lettered=True)) == 3


def test_a_credit_note_is_lettered_with_what_it_lowers(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(5),
        reason="return",
        lines={line: Decimal(4)},
    )
    _pay(trade, **{f"i{invoice_id}": "720"})
    assert len(_lines(trade, lettered=True)) == 3


def test_a_credit_note_for_all_that_is_owed_letters_the_invoice(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(5),
        reason="return",
        lines={line: Decimal(10)},
    )
    assert len(_lines(trade, lettered=True)) == 2


def test_a_credit_note_after_the_payment_stays_open(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _pay(trade, **{f"i{invoice_id}": "1200"})
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(60),
        reason="return",
        lines={line: Decimal(1)},
    )
    assert _open(trade) == -120


def test_a_payment_of_two_invoices_letters_the_one_that_it_settles(trade: Trade) -> None:
    first, second = trade.invoiced(), trade.invoiced()
    _pay(trade, **{f"i{first}": "1200", f"i{second}": "1"})
    assert len(_lines(trade, lettered=True)) == 2
    assert _open(trade) == 1199


def test_lines_that_do_not_sum_to_zero_are_refused_with_the_gap(trade: Trade) -> None:
    _pay(trade, **{f"i{trade.invoiced()}": "700"})
    with pytest.raises(NotSettled, match=r"JE\d+ on 411, JE\d+ on 411 .* is 500\.00"):
        letter(trade.connection, line_ids=_lines(trade), on=day(60))


def test_lines_of_two_accounts_are_refused(trade: Trade) -> None:
    trade.invoiced()
    with pytest.raises(NotLetterable, match="several accounts"):
        letter(trade.connection, line_ids=[*_lines(trade), *_lines(trade, "707")], on=day(60))


def test_lines_of_two_parties_are_refused(trade: Trade) -> None:
    trade.invoiced()
    trade.invoiced(customer=trade.register("Other"))
    with pytest.raises(NotLetterable, match="several parties"):
        letter(trade.connection, line_ids=_lines(trade), on=day(60))


def test_a_line_is_lettered_once(trade: Trade) -> None:
    _pay(trade, **{f"i{trade.invoiced()}": "1200"})
    with pytest.raises(NotLetterable, match="lettered already"):
        letter(trade.connection, line_ids=_lines(trade), on=day(60))


def test_a_lettering_is_not_before_its_lines_and_has_two_that_exist(trade: Trade) -> None:
    _pay(trade, **{f"i{trade.invoiced()}": "700"})
    with pytest.raises(NotLetterable, match=r"lettered on 2024-03-01: one of them is of 2024-04"):
        letter(trade.connection, line_ids=_lines(trade), on=day(0))
    with pytest.raises(NotLetterable, match="two lines"):
        letter(trade.connection, line_ids=_lines(trade)[:1], on=day(60))
    with pytest.raises(NotFound, match="journal line 999999"):
        letter(trade.connection, line_ids=[999_999], on=day(60))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "update erp.journal_lines set lettering_id = null"
            " where lettering_id is not null and debit > 0",
            "AAA does not settle: debit less credit is -1200.00",
        ),
        (
            "update erp.journal_lines set lettering_id = (select lettering_id from erp.letterings)"
            " where account_code = '707'",
            "AAA has lines of another account, party or company",
        ),
        (
            "update erp.letterings set customer_id = null; update erp.journal_lines"
            " set label = 'x' where lettering_id is not null",
            "AAA has lines of another account, party or company",
        ),
    ],
)
def test_the_database_itself_refuses_a_lettering_that_settles_nothing(
    trade: Trade, change: str, said: str
) -> None:
    _pay(trade, **{f"i{trade.invoiced()}": "1200"})
    trade.connection.execute("set constraints all immediate")
    with pytest.raises(psycopg.errors.CheckViolation, match=said):
        trade.connection.execute(change.encode())


@given(st.integers(1, 470_000))
def test_codes_follow_each_other_and_none_comes_twice(count: int) -> None:
    code, after = code_of(count), code_of(count + 1)
    assert (len(code), code) < (len(after), after)
    assert len(code) == (3 if count <= 26**3 else 4)
