"""The simulator's own counting: small stories whose figures can be worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from operations.company.truth.book import Truth, month_ends
from operations.company.truth.inter_company import InterCompanyTruth
from operations.company.truth.margins import MarginTruth
from operations.company.truth.orders import OrderTruth
from operations.company.truth.pipeline import PipelineTruth
from operations.company.truth.production import ProductionTruth
from operations.company.truth.purchases import PurchasesTruth
from operations.company.truth.receivables import ReceivablesTruth, bucket
from operations.company.truth.sales import SalesTruth, SoldLine
from operations.company.truth.stock import StockTruth
from operations.company.truth.turnover import turn_at

FIRST = dt.date(2024, 1, 10)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def test_goods_leave_at_the_average_and_the_last_piece_takes_what_is_left() -> None:
    stock = StockTruth()
    stock.enter(day(0), "FR", "P1", Decimal(2), Decimal("10.00"))
    stock.enter(day(1), "FR", "P1", Decimal(1), Decimal("10.01"))
    assert stock.leave(day(2), "FR", "P1", Decimal(1)) == Decimal("6.67")
    assert stock.leave(day(2), "FR", "P1", Decimal(2)) == Decimal("13.34")
    assert stock.by_day() == {
        "FR": {
            "P1": [
                ["2024-01-10", "2", "10.00"],
                ["2024-01-11", "3", "20.01"],
                ["2024-01-12", "0", "0.00"],
            ]
        }
    }


def test_a_back_dated_move_changes_the_days_since() -> None:
    stock = StockTruth()
    stock.enter(day(5), "FR", "P1", Decimal(4), Decimal("40.00"))
    stock.enter(day(1), "FR", "P1", Decimal(1), Decimal("9.00"))
    assert stock.by_day()["FR"]["P1"] == [
        ["2024-01-11", "1", "9.00"],
        ["2024-01-15", "5", "49.00"],
    ]


def test_a_stock_turns_by_what_left_over_what_lay_there_each_day() -> None:
    """Known for 20 days: 100 on ten of them, 40 on the rest; 50 left, a piece of 10 came back."""
    stock = StockTruth()
    stock.enter(dt.date(2024, 1, 12), "FR", "P1", Decimal(10), Decimal("100.00"))
    stock.leave(dt.date(2024, 1, 22), "FR", "P1", Decimal(7))
    stock.come_back(dt.date(2024, 1, 22), "FR", "P1", Decimal(1), Decimal("10.00"))
    stock.enter(dt.date(2024, 2, 1), "FR", "P2", Decimal(1), Decimal("9.00"))
    assert turn_at(stock, dt.date(2024, 1, 31)) == {
        "FR": {"issues": "1095.000000", "average": "70.000000"}
    }


def test_what_never_came_is_due_and_what_came_late_is_not_in_time() -> None:
    bought = PurchasesTruth()
    for line, promised_on in ((1, day(5)), (2, day(5)), (3, day(30))):
        bought.order(
            line,
            company="FR",
            supplier="V1",
            on=day(0),
            promised_on=promised_on,
            quantity=Decimal(10),
        )
    bought.receive(1, on=day(4), quantity=Decimal(6), value=Decimal("60.00"))
    bought.receive(1, on=day(6), quantity=Decimal(4), value=Decimal("40.00"))
    assert bought.by_supplier(day(21)) == {
        "FR": {
            "V1": {
                "2024-01": {
                    "due": "20",
                    "on_time": "6",
                    "lines_due": "2",
                    "lines_in_full": "0",
                    "arrivals": "2",
                    "lead_days": "10",
                    "received": "100.00",
                }
            }
        }
    }


def test_what_is_owed_ages_by_its_due_date_and_shrinks_by_what_was_paid_until_then() -> None:
    owed = ReceivablesTruth()
    owed.open(
        "INV1",
        company="FR",
        customer="C1",
        on=day(0),
        due_on=day(30),
        amount=Decimal("120.00"),
    )
    owed.settle("INV1", on=day(40), amount=Decimal("20.00"))
    assert owed.at(day(30)) == {"FR": {"C1": {"not_due": "120.00"}}}
    assert owed.at(day(40)) == {"FR": {"C1": {"1_30": "100.00"}}}
    assert owed.at(day(-1)) == {}
    owed.settle("INV1", on=day(41), amount=Decimal("100.00"))
    assert owed.at(day(41)) == {}


def test_buckets_meet_without_gap() -> None:
    late = [0, 1, 30, 31, 60, 61, 90, 91]
    names = [bucket(day(0), day(number)) for number in late]
    assert names == ["not_due", "1_30", "1_30", "31_60", "31_60", "61_90", "61_90", "91_more"]


def test_a_deal_counts_from_its_first_day_to_the_day_before_it_is_closed() -> None:
    deals = PipelineTruth()
    half = Decimal("0.5")
    deals.set("OP1", on=day(0), currency="EUR", amount=Decimal(100), probability=half)
    deals.set("OP2", on=day(1), currency="EUR", amount=None, probability=half)
    deals.set("OP1", on=day(2), currency="EUR", amount=Decimal(80), probability=Decimal(1))
    deals.close("OP1", on=day(3))
    assert deals.by_day() == {
        "EUR": [
            ["2024-01-10", "1", "100.00", "50"],
            ["2024-01-11", "2", "100.00", "50"],
            ["2024-01-12", "2", "80.00", "80"],
            ["2024-01-13", "1", "0.00", "0"],
        ]
    }


def test_a_late_cost_is_shared_by_quantity_to_the_cent() -> None:
    margins = MarginTruth()
    margins.sell(day(0), "FR", "C1", revenue=Decimal(100), cost=Decimal(60))
    margins.land(
        day(30),
        "FR",
        Decimal("10.00"),
        [("C1", Decimal(1)), ("C2", Decimal(1)), ("C1", Decimal(1))],
    )
    said = margins.by_customer()["FR"]
    assert said["C1"]["2024-01"]["margin"] == "40.00"
    assert said["C1"]["2024-02"]["landed"] == "6.66"
    assert said["C2"]["2024-02"]["landed"] == "3.34"


def test_what_is_not_invoiced_waits_and_a_part_is_not_in_full() -> None:
    orders = OrderTruth()
    for key, amount in ((1, "100.00"), (2, "50.00"), (3, "9.00")):
        promised_on = day(5) if key < 3 else day(90)
        orders.order(
            *(key, "FR", "C1"),
            on=day(0),
            promised_on=promised_on,
            quantity=Decimal(3),
            amount=Decimal(amount),
        )
    orders.deliver(1, day(5), Decimal(3))
    orders.deliver(2, day(5), Decimal(2))
    orders.deliver(2, day(6), Decimal(1))
    orders.invoice(1, day(7), Decimal(1))
    assert orders.said(day(21), [dt.date(2024, 1, 31)])["FR"]["2024-01"] == {
        "backlog": "125.67",
        "due_lines": "2",
        "due_quantity": "6",
        "intake": "159.00",
        "punctual_lines": "1",
        "punctual_quantity": "5",
    }


def test_a_sale_is_told_in_the_groups_currency_and_a_return_takes_back() -> None:
    sales = SalesTruth()
    sold = SoldLine(Decimal("90.00"), Decimal("60.00"), Decimal("100.00"), Decimal("0.03"))
    sales.sell(day(0), "CH", "C1", sold, rate=Decimal("1.05"))
    back = SoldLine(Decimal("-9.00"), Decimal("-6.00"), Decimal("-10.00"), is_return=True)
    sales.sell(day(1), "CH", "C1", back, rate=Decimal("1.05"))
    assert sales.by_customer()["CH"]["C1"]["2024-01"] == {
        "revenue": "85.05",
        "cost": "56.70",
        "list": "94.50",
        "commission": "2.84",
        "returned": "9.45",
    }


def test_what_is_made_is_worth_its_planned_cost_until_its_real_one_is_known() -> None:
    stock = StockTruth()
    made = ProductionTruth(stock)
    stock.enter(day(0), "FR", "M1", Decimal(100), Decimal("200.00"))
    made.release(
        "MO1",
        on=day(1),
        company="FR",
        product="P1",
        quantity=Decimal(10),
        needs={"M1": Decimal(20)},
        work=Decimal(60),
    )
    made.issue("MO1", on=day(1), quantities={"M1": Decimal(20)})
    assert made.in_progress(day(1)) == {"FR": "40.00"}
    made.work("MO1", on=day(2), hours=Decimal(2), hourly_cost=Decimal(30))
    made.issue("MO1", on=day(2), quantities={"M1": Decimal(1)})
    # Ten a unit was planned; one of ten is scrap, and ten more were spent than came out.
    made.make("MO1", on=day(3), good=Decimal(9), scrapped=Decimal(1))
    assert stock.value("FR", "P1") == Decimal("90.00")
    assert made.in_progress(day(3)) == {"FR": "12.00"}
    stock.leave(day(4), "FR", "P1", Decimal(6))
    # Three of nine are here: they bear a third of the difference.
    made.close("MO1", on=day(5))
    assert stock.value("FR", "P1") == Decimal("34.00")
    assert made.in_progress(day(5)) == {"FR": "0.00"}
    order = made.by_order()["FR"]["MO1"]
    assert (order["material"], order["work"], order["output"]) == ("42.00", "60.00", "90.00")
    assert (order["borne_by_stock"], order["variance"]) == ("4.00", "8.00")


def test_a_document_that_one_company_has_not_entered_yet_makes_the_two_differ() -> None:
    trade = InterCompanyTruth()
    trade.sell(day(0), revenue=Decimal("100.00"), cost=Decimal("70.00"))
    trade.buy(day(3), amount=Decimal("100.00"), in_books=Decimal("95.00"))
    trade.send(day(30), Decimal("100.00"))
    trade.receive(day(31), Decimal("100.00"))
    opened = trade.said([day(1), day(3), day(30), day(31)])["open_by_month"]
    assert isinstance(opened, dict)
    assert [tuple(sides.values()) for sides in opened.values()] == [
        ("100.00", "0.00"),
        ("100.00", "100.00"),
        ("100.00", "0.00"),
        ("0.00", "0.00"),
    ]


def test_the_file_says_all_of_it_and_the_same_bytes_for_the_same_story(tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        truth = Truth()
        truth.identities.know("F1", name="Régie du Léman", siren=None, country_code="FR")
        truth.identities.record("F1", "account", "A00001")
        truth.stock.enter(day(0), "FR", "P1", Decimal(1), Decimal("5.00"))
        (tmp_path / name).mkdir()
        path = truth.write(tmp_path / name, start=FIRST, until=dt.date(2024, 3, 31))
        texts.append(path.read_bytes())
    assert texts[0] == texts[1]
    said = json.loads(texts[0])
    assert list(said["receivables_by_month"]) == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert said["identities"]["F1"]["records"] == {"account": ["A00001"]}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["truth.json"]


def test_a_month_that_is_not_over_has_no_end() -> None:
    assert list(month_ends(dt.date(2024, 1, 1), dt.date(2024, 2, 28))) == [dt.date(2024, 1, 31)]
