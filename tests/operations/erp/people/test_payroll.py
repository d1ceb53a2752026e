"""What a month is paid: by its days, once; and what is refused of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from staff import Staff
from trade import DAY, day

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.party.companies import found_company
from operations.erp.people import commands as people
from operations.erp.people.errors import (
    ContributionsAbovePay,
    NoContributionRate,
    NoSalary,
    NotEmployed,
    NothingToPay,
    PaidAlready,
    PaidTooEarly,
    PayrollRun,
    RunAlready,
)
from operations.erp.people.model import Contribution, Salary, Span, month_of, pay_of_month
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready

MARCH = month_of(DAY)
END = dt.date(2024, 3, 31)


def _gross(
    *salaries: tuple[str, int], employed: Span = MARCH, unpaid: tuple[Span, ...] = ()
) -> Decimal:
    """The gross of March by salaries that begin so many days after its first."""
    begins = [start for _, start in salaries[1:]] + [None]
    held = [
        Salary(
            Decimal(amount),
            Decimal(0),
            Span(day(start), None if after is None else day(after - 1)),
        )
        for (amount, start), after in zip(salaries, begins, strict=True)
    ]
    pay = pay_of_month(held, [], month=MARCH, employed=employed, unpaid=unpaid, employee="EM1")
    return pay.gross_amount


@pytest.mark.parametrize(
    ("gross", "employed", "unpaid"),
    [
        ("3100", MARCH, ()),
        ("1500", Span(day(16), END), ()),
        ("1000", Span(DAY, day(9)), ()),
        ("2900", MARCH, (Span(day(3), day(4)),)),
        ("3000", MARCH, (Span(day(-5), DAY),)),
        ("0", MARCH, (Span(day(-5), day(40)),)),
    ],
)
def test_a_month_is_paid_by_its_calendar_days(
    gross: str, employed: Span, unpaid: tuple[Span, ...]
) -> None:
    assert _gross(("3100", 0), employed=employed, unpaid=unpaid) == Decimal(gross)


def test_a_rise_within_a_month_is_paid_from_its_day_on() -> None:
    assert _gross(("3100", 0), ("6200", 21)) == 21 * 100 + 10 * 200


def test_a_pay_is_rounded_once_and_whole_months_are_exact() -> None:
    assert _gross(("1000", 0), employed=Span(DAY, DAY)) == Decimal("32.26")
    assert _gross(("1000", 0), ("1000", 7)) == 1000


def test_funds_and_tax_are_taken_of_the_gross() -> None:
    pay = pay_of_month(
        [Salary(Decimal("3000"), Decimal("0.05"), Span(DAY, None))],
        [
            Contribution("431", Decimal("0.10"), Decimal("0.30")),
            Contribution("437", Decimal("0.05"), Decimal("0.08")),
        ],
        month=MARCH,
        employed=MARCH,
        unpaid=[],
        employee="EM1",
    )
    assert (pay.contribution_amount, pay.employer_amount) == (450, 1140)
    assert pay.withheld_amount == Decimal("127.50")  # 5 % of 2550
    assert pay.net_amount == Decimal("2422.50")


def test_funds_that_would_take_more_than_the_pay_are_refused() -> None:
    funds = [Contribution(code, Decimal("0.6"), Decimal(0)) for code in ("431", "437")]
    salary = Salary(Decimal(1000), Decimal(0), Span(DAY, None))
    with pytest.raises(ContributionsAbovePay, match="EM1: contributions and tax would take 1200"):
        pay_of_month([salary], funds, month=MARCH, employed=MARCH, unpaid=[], employee="EM1")


@pytest.fixture
def key(staff: Staff) -> int:
    """Somebody with a salary, and the rates of the funds."""
    employee_id = staff.hire()
    staff.salary(employee_id, "3000")
    staff.funds()
    return employee_id


def _run(staff: Staff, month: dt.date = DAY, **more: int) -> int:
    return people.run_payroll(staff.connection, month=month, **more)


def test_a_month_is_paid_once(staff: Staff, key: int) -> None:
    _run(staff)
    with pytest.raises(RunAlready, match=r"payroll of 2024-03 was run: PL\d+"):
        _run(staff, day(20))
    _run(staff, dt.date(2024, 4, 1))


def test_each_company_pays_its_own_people(staff: Staff, key: int) -> None:
    swiss = found_company(
        staff.connection, company_code="CH", name="Suisse", country_code="CH", currency_code="CHF"
    )
    with pytest.raises(NoContributionRate, match="Company CH has no contribution rate"):
        _run(staff, company_id=swiss)
    staff.funds(company_id=swiss)
    with pytest.raises(NothingToPay, match="Nobody is employed in 2024-03"):
        _run(staff, company_id=swiss)
    staff.salary(staff.hire("Export", company_id=swiss), "7000")
    _run(staff)
    _run(staff, company_id=swiss)
    rows = staff.connection.execute(
        "select company_id, payroll_number, gross_amount from erp.payrolls order by payroll_id"
    ).fetchall()
    assert rows == [(1, "PL00001", 3000), (swiss, f"PL{swiss}-00001", 7000)]


def test_nobody_is_forgotten(staff: Staff, key: int) -> None:
    staff.salary(staff.hire("Achats"), "2000", since=day(1))
    staff.hire("Dépôt")
    with pytest.raises(NoSalary, match=r"for EM\d+, EM\d+ on every day of 2024-03"):
        _run(staff)


def test_who_is_paid_nothing_costs_nothing_and_posts_nothing(staff: Staff) -> None:
    staff.funds()
    staff.salary(staff.hire(), "0")
    _run(staff)
    assert staff.row("select count(*) from erp.journal_entries") == 0


def test_a_payroll_of_a_closed_month_is_refused(staff: Staff, key: int) -> None:
    staff.invoiced()
    close_period(staff.connection, month=DAY)
    with pytest.raises(PeriodClosed, match="payroll of 2024-03 cannot be dated 2024-03-31"):
        _run(staff)


def test_a_payroll_of_an_unknown_company_is_refused(staff: Staff) -> None:
    with pytest.raises(NotFound, match="company 0"):
        _run(staff, company_id=0)


def test_what_a_paid_month_rests_on_does_not_change(staff: Staff, key: int) -> None:
    _run(staff)
    with pytest.raises(PayrollRun, match=r"salary of employee EM\d+ would change the payroll"):
        staff.salary(key, "3500", since=day(15))
    staff.salary(key, "3500", since=dt.date(2024, 4, 1))
    with pytest.raises(PayrollRun, match="contribution of company MAIN on 431"):
        people.set_contribution_rate(
            staff.connection,
            account_code="431",
            employee_rate=Decimal(0),
            employer_rate=Decimal(0),
            valid_from=END,
        )


@pytest.mark.parametrize(
    ("gross", "withheld", "start", "refusal"),
    [
        ("-1", "0", 1, InvalidValue),
        ("1.001", "0", 1, InvalidValue),
        ("1", "1", 1, InvalidValue),
        ("1", "-0.1", 1, InvalidValue),
        ("1", "0", 0, BeganAlready),
        ("1", "0", -1, NotEmployed),
    ],
)
def test_a_salary_that_cannot_be_is_refused(  # noqa: PLR0917  one case a row
    staff: Staff, key: int, gross: str, withheld: str, start: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        staff.salary(key, gross, since=day(start), withheld=withheld)


@pytest.mark.parametrize(
    ("account", "rate", "rule"),
    [("512", "0.1", "to no fund"), ("431", "1", "is 1"), ("431", "-0.1", "is -0.1")],
)
def test_a_contribution_that_cannot_be_is_refused(
    staff: Staff, account: str, rate: str, rule: str
) -> None:
    with pytest.raises(InvalidValue, match=rule):
        people.set_contribution_rate(
            staff.connection,
            account_code=account,
            employee_rate=Decimal(rate),
            employer_rate=Decimal(0),
            valid_from=DAY,
        )


def test_a_contribution_that_would_change_the_past_is_refused(staff: Staff) -> None:
    staff.funds()
    with pytest.raises(BeganAlready, match="contribution of company MAIN on 431 holds from"):
        staff.funds()


def test_salaries_and_contributions_are_paid_once_and_not_before_they_are_charged(
    staff: Staff, key: int
) -> None:
    payroll = _run(staff)
    for pay in (people.pay_salaries, people.pay_contributions):
        with pytest.raises(PaidTooEarly, match=r"PL\d+ of 2024-03-31 cannot be paid on 2024-03-30"):
            pay(staff.connection, payroll_id=payroll, paid_on=END - dt.timedelta(days=1))
        pay(staff.connection, payroll_id=payroll, paid_on=END)
        with pytest.raises(PaidAlready, match=r"of payroll PL\d+ were paid on 2024-03-31"):
            pay(staff.connection, payroll_id=payroll, paid_on=END)
        with pytest.raises(NotFound, match="payroll 0"):
            pay(staff.connection, payroll_id=0, paid_on=END)


def test_the_database_refuses_a_second_payroll_of_a_month(staff: Staff, key: int) -> None:
    _run(staff)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_payroll_a_month"):
        staff.connection.execute(
            "insert into erp.payrolls (payroll_number, month_starts_on, posted_on, gross_amount,"
            " employer_amount, withheld_amount, net_amount) values ('X', %s, %s, 0, 0, 0, 0)",
            [DAY, END],
        )


@pytest.mark.parametrize(
    "change",
    [
        "update erp.payrolls set gross_amount = gross_amount + 1",
        "update erp.payroll_lines set employer_amount = employer_amount + 1",
    ],
)
def test_the_database_keeps_a_payroll_the_sum_of_its_lines(
    staff: Staff, key: int, change: str
) -> None:
    _run(staff)
    staff.connection.execute("set constraints all immediate")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"PL\d+ is not the sum of its lines"):
        staff.connection.execute(change.encode())


def test_the_database_refuses_two_rates_of_a_fund_on_one_day(staff: Staff) -> None:
    staff.funds()
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_contribution_a_day"):
        staff.connection.execute(
            "insert into erp.contribution_rates (account_code, employee_rate, employer_rate,"
            " valid_from) values ('431', 0, 0, %s)",
            [day(5)],
        )
