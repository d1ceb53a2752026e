"""A month of payroll: hired, absent, charged by cost centre, paid, and somebody leaves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from bookkeeping import balances, entry, look_at_rules
from staff import Staff

from operations.database.connection import Connection
from operations.erp.people import commands as people
from operations.erp.people.errors import NotEmployed, RunAlready

MARCH, END = dt.date(2024, 3, 1), dt.date(2024, 3, 31)
PAYDAY, FUNDS_DAY = dt.date(2024, 4, 2), dt.date(2024, 4, 15)
APRIL = dt.date(2024, 4, 1)


def test_a_month_is_worked_charged_and_paid(connection: Connection) -> None:
    staff = Staff(connection)
    staff.funds()  # 431: 10 % and 30 % on top; 437: 5 % and 8 %
    sales, depot = staff.cost_centre("SALES"), staff.cost_centre("DEPOT")

    # A seller for 3,100 with 5 % of tax withheld; a storeman for 2,480, hired on the 17th.
    seller = staff.hire("Vente Nord", cost_centre_id=sales, job="Vente")
    staff.salary(seller, "3100", withheld="0.05")
    middle = dt.date(2024, 3, 17)
    storeman = staff.hire("Dépôt", hired_on=middle, cost_centre_id=depot, job="Magasin")
    staff.salary(storeman, "2480", since=middle)

    # They work; the seller takes three days without pay, on which no hours can be entered.
    staff.work(seller, dt.date(2024, 3, 4))
    staff.work(storeman, dt.date(2024, 3, 18), "8", cost_centre_id=sales)
    staff.absent(seller, dt.date(2024, 3, 26), dt.date(2024, 3, 28), "unpaid")

    # Seller: 28 days of 31 of 3,100 = 2,800. Funds 280 + 140, tax 5 % of 2,380 = 119; net 2,261.
    # Storeman: 15 days of 31 of 2,480 = 1,200. Funds 120 + 60; net 1,020.
    # On top: 30 % and 8 % of 2,800 = 1,064, of 1,200 = 456.
    payroll = people.run_payroll(connection, month=MARCH)
    assert entry(staff, "PL00001", "OD") == [
        ("641", "2800.00", ""),
        ("641", "1200.00", ""),
        ("645", "1064.00", ""),
        ("645", "456.00", ""),
        ("421", "", "3281.00"),
        ("431", "", "1600.00"),
        ("437", "", "520.00"),
        ("4421", "", "119.00"),
    ]
    by_centre = connection.execute(
        "select cost_centre_code, sum(debit) from erp.journal_lines"
        " join erp.cost_centres using (cost_centre_id) group by 1 order by 1"
    ).fetchall()
    assert by_centre == [("DEPOT", 1656), ("SALES", 3864)]
    with pytest.raises(RunAlready, match="payroll of 2024-03 was run: PL00001"):
        people.run_payroll(connection, month=END)

    # The employees are paid on the second, the funds and the tax office on the fifteenth.
    people.pay_salaries(connection, payroll_id=payroll, paid_on=PAYDAY)
    people.pay_contributions(connection, payroll_id=payroll, paid_on=FUNDS_DAY)
    assert entry(staff, "PL00001", "BQ") == [
        ("421", "3281.00", ""),
        ("512", "", "3281.00"),
        ("431", "1600.00", ""),
        ("437", "520.00", ""),
        ("4421", "119.00", ""),
        ("512", "", "2239.00"),
    ]
    # All that the payroll owed is settled and lettered; it cost 5,520 and that much was paid.
    assert balances(staff, "421", "431", "437", "4421", "512", "641", "645") == {
        "421": "0.00",
        "431": "0.00",
        "437": "0.00",
        "4421": "0.00",
        "512": "-5520.00",
        "641": "4000.00",
        "645": "1520.00",
    }
    unlettered = (
        "select count(*) from erp.journal_lines where account_code like '4%%'"
        " and lettering_id is null"
    )
    assert staff.row(unlettered) == 0

    # The seller leaves on 10 April: no hours after it, and ten days of 30 of pay.
    left_on = dt.date(2024, 4, 10)
    people.leave(connection, employee_id=seller, left_on=left_on)
    with pytest.raises(NotEmployed, match=r"not employed on 2024-04-11"):
        staff.work(seller, left_on + dt.timedelta(days=1))
    people.run_payroll(connection, month=APRIL)
    paid = connection.execute(
        "select lines.gross_amount from erp.payroll_lines as lines join erp.payrolls using"
        " (payroll_id) where month_starts_on = %s order by line_number",
        [APRIL],
    ).fetchall()
    assert paid == [(Decimal("1033.33"),), (Decimal("2480.00"),)]
    look_at_rules(staff)
