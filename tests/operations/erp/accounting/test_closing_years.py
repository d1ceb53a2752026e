"""What closing a year refuses, and what the database keeps of a closed one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from bookkeeping import Books, balances, look_at_rules
from trade import Trade

from operations.erp.accounting.allocation import Equity, allocate_result, allocated
from operations.erp.accounting.errors import (
    NotAllocable,
    NothingToClose,
    NotLetterable,
    PeriodClosed,
    YearClosed,
    YearOutOfOrder,
    YearUnbalanced,
)
from operations.erp.accounting.lettering import unletter
from operations.erp.accounting.model import Posting
from operations.erp.accounting.open_items import open_items
from operations.erp.accounting.openings import computed_openings
from operations.erp.accounting.periods import close_period, reopen_period
from operations.erp.accounting.year_end import close_year
from operations.erp.party.companies import found_company
from operations.errors import InvalidValue

MARCH, NEXT_MARCH = dt.date(2024, 3, 15), dt.date(2025, 3, 15)
DECEMBER, JANUARY = dt.date(2024, 12, 1), dt.date(2025, 1, 1)


@pytest.fixture
def books(trade: Trade) -> Books:
    """A sale of 1,000 in March 2024."""
    made = Books(trade)
    made.sell("1000.00", MARCH)
    return made


def test_a_year_closes_once(trade: Trade, books: Books) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(YearClosed, match="Fiscal year 2024 is closed already"):
        close_year(trade.connection, year=2024)


def test_years_close_one_after_the_other(trade: Trade, books: Books) -> None:
    books.sell("10.00", NEXT_MARCH)
    with pytest.raises(YearOutOfOrder, match=r"2025 .* cannot be closed: the books begin on 2024"):
        close_year(trade.connection, year=2025)
    close_year(trade.connection, year=2024)
    with pytest.raises(YearOutOfOrder, match=r"2026 .* the last one closed is 2024"):
        close_year(trade.connection, year=2026)
    # Nor does a year of other months overlap.
    with pytest.raises(YearOutOfOrder, match=r"2025 \(2024-07-01 to 2025-06-30\)"):
        close_year(trade.connection, year=2025, first_month=7)


def test_a_year_without_entries_is_not_closed(trade: Trade, books: Books) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(NothingToClose, match=r"2025 .* has no entries"):
        close_year(trade.connection, year=2025)


def test_the_opening_needs_the_first_month_of_the_next_year_open(
    trade: Trade, books: Books
) -> None:
    books.sell("10.00", JANUARY)
    for month in (MARCH, JANUARY):
        close_period(trade.connection, month=month)
    with pytest.raises(PeriodClosed, match="opening of the year after 2024 cannot be dated 2025"):
        close_year(trade.connection, year=2024)
    assert trade.row("select count(*) from erp.fiscal_years") == 0


def test_a_balance_that_says_another_result_than_its_accounts_is_refused(
    trade: Trade, books: Books
) -> None:
    books.post(
        "OD",
        MARCH,
        "manual_entry",
        "ME-1",
        Posting("891", debit=Decimal(5)),
        Posting("512", credit=Decimal(5)),
    )
    with pytest.raises(YearUnbalanced, match=r"balance says 995\.00, .* say 1000\.00"):
        close_year(trade.connection, year=2024)


def test_a_month_of_a_closed_year_does_not_reopen(trade: Trade, books: Books) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(YearClosed, match="2024-12 cannot be reopened: fiscal year 2024 is closed"):
        reopen_period(trade.connection, month=DECEMBER)


def test_a_year_of_other_months_closes_too(trade: Trade, books: Books) -> None:
    closed = close_year(trade.connection, year=2024, first_month=7)
    assert (closed.starts_on, closed.ends_on) == (dt.date(2023, 7, 1), dt.date(2024, 6, 30))
    entry = trade.row("select entry_number from erp.journal_entries where journal_code = 'AN'")
    assert entry == "AN20240701"


def test_a_loss_opens_on_129_and_is_carried_on_119(trade: Trade) -> None:
    Books(trade).buy("300.00", MARCH)
    assert close_year(trade.connection, year=2024).result_amount == Decimal("-300.00")
    allocate_result(trade.connection, year=2024, decided_on=dt.date(2025, 5, 1))
    assert balances(trade, "129", "119") == {"129": "0.00", "119": "300.00"}


def test_each_company_closes_its_own_years(trade: Trade, books: Books) -> None:
    swiss = found_company(
        trade.connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )
    Books(trade, company_id=swiss).sell("50.00", MARCH, country="CH")
    close_year(trade.connection, year=2024, company_id=swiss)
    look_at_rules(trade)
    assert balances(trade, "120", company_id=swiss) == {"120": "-50.00"}
    assert balances(trade, "120") == {"120": "0.00"}
    books.sell("1.00", MARCH)  # the parent's year is open


def test_a_line_in_suspense_is_carried_by_itself(trade: Trade, books: Books) -> None:
    for amount in ("7", "8"):
        books.post(
            "OD",
            MARCH,
            "manual_entry",
            f"ME-{amount}",
            Posting("471", debit=Decimal(amount)),
            Posting("512", credit=Decimal(amount)),
        )
    close_year(trade.connection, year=2024)
    items = open_items(trade.connection, account_code="471", on=JANUARY)
    assert sorted(item.amount for item in items) == [7, 8]
    assert {item.item_on for item in items} == {MARCH}


def test_open_items_of_the_years_end_are_those_of_the_first_day(trade: Trade, books: Books) -> None:
    before = open_items(trade.connection, account_code="411", on=dt.date(2024, 12, 31))
    close_year(trade.connection, year=2024)
    after = open_items(trade.connection, account_code="411", on=dt.date(2024, 12, 31))
    first_day = open_items(trade.connection, account_code="411", on=JANUARY)
    assert before == after
    assert [(item.reference, item.amount, item.due_on) for item in first_day] == [
        (item.reference, item.amount, item.due_on) for item in before
    ]


def test_what_a_closing_carried_over_is_not_unlettered(trade: Trade, books: Books) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(NotLetterable, match="AAA was carried over by the closing"):
        unletter(
            trade.connection, lettering_id=trade.row("select lettering_id from erp.letterings")
        )


def test_a_year_after_one_that_was_never_closed_opens_by_computing(
    trade: Trade, books: Books
) -> None:
    close_year(trade.connection, year=2024)
    books.sell("10.00", NEXT_MARCH)
    openings = computed_openings(trade.connection, start=dt.date(2026, 1, 1))
    assert {opening.account_code: opening.balance for opening in openings} == {
        "411": Decimal("1212.00"),
        "44571": Decimal("-202.00"),
        "120": Decimal("-1000.00"),
        "110": Decimal("-10.00"),
    }


def _equity(**amounts: str) -> Equity:
    names = ("capital", "legal_reserve", "carried_profit", "carried_loss")
    return Equity(**{name: Decimal(amounts.get(name, "0")) for name in names})


@pytest.mark.parametrize(
    ("result", "equity", "expected"),
    [
        # to losses carried, to the legal reserve, carried on
        ("1000", _equity(capital="10000"), "0 50.00 950.00"),
        ("1000", _equity(capital="10000", legal_reserve="980"), "0 20.00 980.00"),
        ("1000", _equity(capital="10000", legal_reserve="1000"), "0 0 1000"),
        ("1000", _equity(capital="10000", carried_loss="400"), "400 30.00 570.00"),
        ("1000", _equity(capital="10000", carried_loss="1500"), "1000 0 0"),
        ("-1000", _equity(capital="10000"), "0 0 -1000"),
    ],
)
def test_a_result_goes_to_losses_then_to_the_reserve_then_on(
    result: str, equity: Equity, expected: str
) -> None:
    found = allocated(Decimal(result), equity, dividends=Decimal(0), reserve_cap=Decimal("0.10"))
    absorbed, reserve, carried = (Decimal(amount) for amount in expected.split())
    assert (found.absorbed_loss, found.legal_reserve, found.carried) == (
        absorbed,
        reserve,
        carried,
    )
    sides = [line.debit - line.credit for line in found.postings()]
    assert sum(sides) == 0


def test_dividends_may_draw_on_profits_carried_and_no_further(trade: Trade) -> None:
    equity = _equity(capital="10000", legal_reserve="1000", carried_profit="200")
    found = allocated(Decimal(100), equity, dividends=Decimal(300), reserve_cap=Decimal("0.10"))
    assert [f"{line.account_code} {line.debit - line.credit}" for line in found.postings()] == [
        "120 100",
        "110 200.00",
        "457 -300",
    ]
    with pytest.raises(NotAllocable, match=r"Dividends of 301 cannot be paid: 300.00 may be"):
        allocated(Decimal(100), equity, dividends=Decimal(301), reserve_cap=Decimal("0.10"))
    with pytest.raises(NotAllocable, match="0 may be distributed"):
        allocated(Decimal(-1), equity, dividends=Decimal(1), reserve_cap=Decimal("0.10"))


def test_a_result_is_allocated_once_after_its_year_is_closed(trade: Trade, books: Books) -> None:
    decided_on = dt.date(2025, 5, 1)
    with pytest.raises(NotAllocable, match="2024 is not closed"):
        allocate_result(trade.connection, year=2024, decided_on=decided_on)
    close_year(trade.connection, year=2024)
    with pytest.raises(NotAllocable, match="cannot be allocated on 2024-12-31"):
        allocate_result(trade.connection, year=2024, decided_on=dt.date(2024, 12, 31))
    with pytest.raises(InvalidValue, match="dividends are -1"):
        allocate_result(trade.connection, year=2024, decided_on=decided_on, dividends=Decimal(-1))
    allocate_result(trade.connection, year=2024, decided_on=decided_on)
    with pytest.raises(NotAllocable, match="was allocated on 2025-05-01"):
        allocate_result(trade.connection, year=2024, decided_on=decided_on)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update erp.fiscal_years set result_amount = 0", "Fiscal year 2024 is closed"),
        (
            "update erp.journal_entries set description = 'x' where journal_code = 'AN'",
            "Fiscal year 2024 is closed: what it carries over stands",
        ),
        (
            "update erp.journal_lines set debit = debit * 2, credit = credit * 2 where entry_id ="
            " (select opening_entry_id from erp.fiscal_years)",
            "Fiscal year 2024 is closed: what it carries over stands",
        ),
        (
            "update erp.periods set status = 'open', closed_at = null",
            "Period 2024-03 lies in fiscal year 2024, which is closed",
        ),
        (
            "insert into erp.fiscal_years (fiscal_year, starts_on, ends_on, result_amount,"
            " closing_entry_id, opening_entry_id) select 2026, '2026-01-01', '2026-12-31', 0,"
            " closing_entry_id, opening_entry_id from erp.fiscal_years",
            "Fiscal year 2026 does not follow the last one closed, which ends on 2024-12-31",
        ),
        (
            "insert into erp.fiscal_years (fiscal_year, starts_on, ends_on, result_amount,"
            " closing_entry_id, opening_entry_id) select 2025, '2025-01-01', '2025-12-31', 0,"
            " closing_entry_id, opening_entry_id from erp.fiscal_years",
            "Fiscal year 2025 has months that are open",
        ),
        (
            "insert into erp.fiscal_years (fiscal_year, starts_on, ends_on, result_amount,"
            " closing_entry_id, opening_entry_id) select 2023, '2023-07-01', '2024-06-30', 0,"
            " closing_entry_id, opening_entry_id from erp.fiscal_years",
            "named_by_its_end",
        ),
    ],
)
def test_the_database_itself_keeps_a_closed_year_as_it_is(
    trade: Trade, books: Books, change: str, said: str
) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(psycopg.errors.CheckViolation, match=said):
        trade.connection.execute(change.encode())
