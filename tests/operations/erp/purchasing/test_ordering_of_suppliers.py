"""Orders to suppliers and their promises: what the commands do, and what they refuse."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import DAY, day

from operations.erp.accounting.currencies import set_rate
from operations.erp.accounting.errors import NoRate
from operations.erp.catalog.purchase_prices import NoPurchasePrice, set_purchase_price
from operations.erp.catalog.units import set_conversion
from operations.erp.party.suppliers import register_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    AboveApproved,
    AboveLimit,
    NoLines,
    NothingToCome,
    NotInDocument,
    OrderNotOpen,
    PromiseInThePast,
    RequestNotApproved,
    TooEarly,
)
from operations.erp.purchasing.model import OrderLine
from operations.erp.purchasing.tolerances import Tolerances
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate

STATUS = "select status from erp.purchase_orders where purchase_order_id = %s"


def _from_request(buying: Buying, request_id: int, price: str, **given: int) -> int:
    line = OrderLine(buying.pump, Decimal(10), Decimal(price))
    return buying.order(line, request_id=request_id, buyer_id=None, ordered_on=day(2), **given)


def test_an_approved_request_becomes_an_order(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    order_id = _from_request(buying, request_id, "60")
    assert buying.trade.row(
        "select purchase_request_id, net_amount, currency_code, exchange_rate, status"
        " from erp.purchase_orders where purchase_order_id = %s",
        order_id,
    ) == (request_id, 600, "EUR", 1, "open")
    status = "select status from erp.purchase_requests where purchase_request_id = %s"
    assert buying.trade.row(status, request_id) == "ordered"


def test_a_request_that_nobody_approved_is_not_ordered(buying: Buying) -> None:
    with pytest.raises(RequestNotApproved, match=r"Request PR\d+ is open"):
        _from_request(buying, buying.request(), "60")


def test_orders_of_a_request_stay_within_what_was_approved(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    with pytest.raises(AboveApproved, match=r"order of 612\.50 .* left of it, 612\.00"):
        _from_request(buying, request_id, "61.25")
    _from_request(buying, request_id, "61.20")  # 2 % more is tolerated
    with pytest.raises(AboveApproved, match=r"left of it, 0\.00"):
        _from_request(buying, request_id, "0.01")


def test_a_cancelled_order_gives_back_what_was_approved(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    first = _from_request(buying, request_id, "60")
    purchasing.cancel_remaining(buying.connection, purchase_order_id=first)
    _from_request(buying, request_id, "60")


def test_a_buyer_orders_within_the_own_limit(buying: Buying) -> None:
    buying.order(OrderLine(buying.pump, Decimal(100), Decimal(100)))
    with pytest.raises(AboveLimit, match=r"worth 10000\.01: employee EM0 may approve up to 10000"):
        buying.order(
            OrderLine(buying.pump, Decimal(100), Decimal(100)),
            OrderLine(buying.hose, Decimal(1), Decimal("0.01")),
        )


def test_an_order_that_nobody_let_be_made_is_refused(buying: Buying) -> None:
    with pytest.raises(RequestNotApproved, match="Nobody let this purchase order be made"):
        buying.order(buyer_id=None)


def test_an_order_needs_lines_a_supplier_and_products(buying: Buying) -> None:
    with pytest.raises(NoLines, match="purchase order has no lines"):
        purchasing.order(buying.connection, supplier_id=buying.supplier, ordered_on=DAY, lines=[])
    with pytest.raises(NotFound, match="supplier 999999"):
        buying.order(supplier_id=999_999)
    with pytest.raises(NotFound, match="product 999999"):
        buying.order(OrderLine(999_999, Decimal(1), Decimal(1)))


def test_an_order_before_its_request_is_refused(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    with pytest.raises(TooEarly, match=r"order of request PR\d+"):
        buying.order(request_id=request_id, buyer_id=None, ordered_on=day(-1))


def test_an_order_in_another_currency_keeps_the_rate_of_its_day(buying: Buying) -> None:
    with pytest.raises(NoRate):
        buying.order(currency_code="USD")
    set_rate(
        buying.connection,
        from_currency="USD",
        to_currency="EUR",
        valid_on=DAY,
        rate=Decimal("0.9"),
    )
    assert buying.trade.row(
        "select exchange_rate, net_amount, net_amount_base from erp.purchase_orders"
        " where purchase_order_id = %s",
        buying.order(currency_code="USD"),
    ) == (Decimal("0.9"), 600, 540)


def test_an_order_is_in_the_currency_of_its_supplier_when_nothing_is_said(
    buying: Buying,
) -> None:
    set_rate(
        buying.connection,
        from_currency="CHF",
        to_currency="EUR",
        valid_on=DAY,
        rate=Decimal("1.05"),
    )
    swiss = register_supplier(
        buying.connection,
        name="Pumpenwerk",
        country_code="CH",
        created_on=DAY,
        currency_code="CHF",
    )
    currency = "select currency_code from erp.purchase_orders where purchase_order_id = %s"
    assert buying.trade.row(currency, buying.order(supplier_id=swiss)) == "CHF"


def test_a_line_is_offered_at_the_price_of_the_unit_and_after_the_lead_time(
    buying: Buying,
) -> None:
    set_conversion(
        buying.connection,
        from_unit="BOX",
        to_unit="PCE",
        numerator=Decimal(12),
        product_id=buying.pump,
    )
    for minimum, price in (("0", "720"), ("10", "600")):
        set_purchase_price(
            buying.connection,
            supplier_id=buying.supplier,
            product_id=buying.pump,
            unit_price=Decimal(price),
            minimum_quantity=Decimal(minimum),
            valid_from=DAY,
            lead_time_days=9,
            unit_code="BOX",
        )

    def asked(quantity: int) -> tuple[Decimal, object, str]:
        offer = purchasing.offered(
            buying.connection,
            supplier_id=buying.supplier,
            product_id=buying.pump,
            quantity=Decimal(quantity),
            on=DAY,
        )
        return offer.line.unit_price, offer.line.promised_on, offer.currency_code

    assert asked(119) == (60, day(9), "EUR")
    assert asked(120) == (50, day(9), "EUR")  # ten boxes
    with pytest.raises(NoPurchasePrice):
        purchasing.offered(
            buying.connection,
            supplier_id=buying.supplier,
            product_id=buying.hose,
            quantity=Decimal(1),
            on=DAY,
        )


def test_a_line_keeps_the_prices_that_it_is_measured_against(buying: Buying) -> None:
    measured = (
        "select last_unit_price_base, standard_unit_cost from erp.purchase_order_lines"
        " where purchase_order_id = %s"
    )
    assert buying.trade.row(measured, buying.order()) == (None, 60)
    buying.order(OrderLine(buying.hose, Decimal(1), Decimal(7)))
    assert buying.trade.row(
        measured, buying.order(OrderLine(buying.pump, Decimal(1), Decimal(63)))
    ) == (60, 60)


def test_every_promise_is_kept(buying: Buying) -> None:
    order_id = buying.order()
    (line,) = buying.lines(order_id)
    purchasing.confirm(
        buying.connection,
        purchase_order_id=order_id,
        confirmed_on=day(1),
        supplier_reference="AB-77",
        promised_on={line: day(12)},
    )
    purchasing.promise(
        buying.connection,
        purchase_order_id=order_id,
        said_on=day(9),
        promised_on={line: day(15)},
    )
    assert buying.connection.execute(
        "select promise_number, promised_on, said_on from erp.purchase_promises"
        " where purchase_order_line_id = %s order by promise_number",
        [line],
    ).fetchall() == [(1, day(10), DAY), (2, day(12), day(1)), (3, day(15), day(9))]
    assert buying.trade.row(
        "select confirmed_on, supplier_reference from erp.purchase_orders"
        " where purchase_order_id = %s",
        order_id,
    ) == (day(1), "AB-77")


def test_an_order_without_a_promise_gets_its_first_with_the_confirmation(buying: Buying) -> None:
    order_id = buying.order(OrderLine(buying.pump, Decimal(1), Decimal(60)))
    (line,) = buying.lines(order_id)
    count = "select count(*) from erp.purchase_promises where purchase_order_line_id = %s"
    assert buying.trade.row(count, line) == 0
    purchasing.confirm(
        buying.connection,
        purchase_order_id=order_id,
        confirmed_on=day(1),
        promised_on={line: day(5)},
    )
    assert buying.trade.row(count, line) == 1


def test_an_order_is_confirmed_once_and_not_before_it_is_made(buying: Buying) -> None:
    order_id = buying.order()
    with pytest.raises(PromiseInThePast, match="cannot be confirmed on 2024-02-29"):
        purchasing.confirm(buying.connection, purchase_order_id=order_id, confirmed_on=day(-1))
    purchasing.confirm(buying.connection, purchase_order_id=order_id, confirmed_on=day(1))
    with pytest.raises(InvalidValue, match="was confirmed on 2024-03-02"):
        purchasing.confirm(buying.connection, purchase_order_id=order_id, confirmed_on=day(2))


@pytest.mark.parametrize(
    ("said", "promised", "rule"),
    [
        (-1, 5, "older than what was said on 2024-03-01"),
        (3, 2, "2024-03-03 is past on 2024-03-04"),
    ],
)
def test_promises_go_forward(buying: Buying, said: int, promised: int, rule: str) -> None:
    order_id = buying.order()
    (line,) = buying.lines(order_id)
    with pytest.raises(PromiseInThePast, match=rule):
        purchasing.promise(
            buying.connection,
            purchase_order_id=order_id,
            said_on=day(said),
            promised_on={line: day(promised)},
        )


def test_a_promise_is_of_a_line_of_the_order(buying: Buying) -> None:
    (foreign,) = buying.lines(buying.order())
    order_id = buying.order()
    with pytest.raises(NotInDocument, match=f"no line with the key {foreign}"):
        purchasing.promise(
            buying.connection,
            purchase_order_id=order_id,
            said_on=day(1),
            promised_on={foreign: day(2)},
        )
    with pytest.raises(NoLines, match=r"promise of order PO\d+"):
        purchasing.promise(
            buying.connection, purchase_order_id=order_id, said_on=day(1), promised_on={}
        )


def test_a_promise_before_its_order_is_refused(buying: Buying) -> None:
    with pytest.raises(TooEarly, match="promise of the purchase order"):
        buying.order(OrderLine(buying.pump, Decimal(1), Decimal(60), day(-1)))


def test_a_cancelled_line_is_promised_no_more(buying: Buying) -> None:
    order_id = buying.order(
        OrderLine(buying.pump, Decimal(1), Decimal(60)),
        OrderLine(buying.hose, Decimal(1), Decimal(5)),
    )
    pump, _ = buying.lines(order_id)
    purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id, lines=[pump])
    assert buying.trade.row(STATUS, order_id) == "open"
    with pytest.raises(NothingToCome, match=r"PO\d+, line 1: nothing of it is to come"):
        purchasing.promise(
            buying.connection,
            purchase_order_id=order_id,
            said_on=day(1),
            promised_on={pump: day(2)},
        )


def test_what_is_cancelled_is_cancelled_once(buying: Buying) -> None:
    order_id = buying.order(
        OrderLine(buying.pump, Decimal(1), Decimal(60)),
        OrderLine(buying.hose, Decimal(1), Decimal(5)),
    )
    pump, _ = buying.lines(order_id)
    with pytest.raises(NotInDocument):
        purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id, lines=[0])
    purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id, lines=[pump])
    with pytest.raises(NothingToCome):
        purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id, lines=[pump])
    purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id)
    assert buying.trade.row(STATUS, order_id) == "cancelled"
    with pytest.raises(OrderNotOpen, match="is cancelled: nothing of it is to come"):
        purchasing.cancel_remaining(buying.connection, purchase_order_id=order_id)


def test_tolerances_of_a_supplier_go_before_those_of_the_company(buying: Buying) -> None:
    over = "select over_receipt_rate from erp.purchase_order_lines where purchase_order_id = %s"
    assert buying.trade.row(over, buying.order()) == Decimal("0.05")
    purchasing.set_tolerances(buying.connection, Tolerances(over_receipt_rate=Decimal("0.1")))
    assert buying.trade.row(over, buying.order()) == Decimal("0.1")
    purchasing.set_tolerances(
        buying.connection,
        Tolerances(over_receipt_rate=Decimal(0)),
        supplier_id=buying.supplier,
    )
    assert buying.trade.row(over, buying.order()) == 0


def test_tolerances_that_another_changed_meanwhile_are_not_overwritten(buying: Buying) -> None:
    purchasing.set_tolerances(buying.connection, Tolerances())
    purchasing.set_tolerances(buying.connection, Tolerances(price_rate=Decimal(0)))
    with pytest.raises(LostUpdate):
        purchasing.set_tolerances(buying.connection, Tolerances(), expected_version=1)


@pytest.mark.parametrize(
    "given",
    [{"price_rate": Decimal(2)}, {"tax_amount": Decimal(-1)}, {"price_amount": Decimal("0.001")}],
)
def test_a_tolerance_is_a_share_or_an_amount(given: dict[str, Decimal]) -> None:
    with pytest.raises(InvalidValue, match="tolerance"):
        Tolerances(**given)


def test_an_order_of_an_open_request_past_the_command_is_refused(buying: Buying) -> None:
    request_id = buying.request()
    with pytest.raises(psycopg.errors.CheckViolation, match="nothing is ordered of it"):
        buying.connection.execute(
            "update erp.purchase_orders set purchase_request_id = %s where purchase_order_id = %s",
            [request_id, buying.order()],
        )


def test_an_order_above_the_limit_of_its_buyer_past_the_command_is_refused(
    buying: Buying,
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="above the limit of its buyer"):
        buying.connection.execute(
            "update erp.purchase_orders set net_amount_base = 10000.01"
            " where purchase_order_id = %s",
            [buying.order()],
        )


def test_an_order_that_nobody_let_be_made_past_the_command_is_refused(buying: Buying) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="somebody_let_it"):
        buying.connection.execute(
            "update erp.purchase_orders set buyer_id = null where purchase_order_id = %s",
            [buying.order()],
        )


def test_a_rate_for_our_own_currency_does_not_get_around_a_limit(buying: Buying) -> None:
    with pytest.raises(AboveLimit):
        buying.order_pumps("1", "10001", exchange_rate=Decimal("0.1"))
    with pytest.raises(InvalidValue, match="decimals"):
        buying.order_pumps("1", "1", currency_code="USD", exchange_rate=Decimal("0.123456789"))
