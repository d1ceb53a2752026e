"""Lines to the cent, tax by rate, and nothing lost when a document is given back in parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.erp.sales.credits import Invoice, InvoicedLine, credited_totals, planned
from operations.erp.sales.model import Line, net_amount, totals
from operations.erp.sales.revenue import shared
from operations.errors import InvalidValue
from operations.money import to_cents

CENTS = st.decimals(min_value=0, max_value=100_000, places=2)
RATES = st.sampled_from([Decimal("0"), Decimal("0.055"), Decimal("0.10"), Decimal("0.20")])
LINES = st.lists(st.tuples(CENTS, RATES), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68")]
)
def test_half_a_cent_is_rounded_up(exact: str, rounded: str) -> None:
    assert to_cents(Decimal(exact)) == Decimal(rounded)


def test_a_line_is_quantity_times_price_less_discount() -> None:
    assert net_amount(Decimal(3), Decimal("9.99"), Decimal("0.15")) == Decimal("25.47")


def test_tax_is_rounded_once_for_a_rate_and_not_for_each_line() -> None:
    # By line it would be 0.01 + 0.01: 0.03 × 20 % is 0.006, twice; together it is 0.012.
    sums = totals([(Decimal("0.03"), Decimal("0.20"))] * 2)
    assert (sums.net_amount, sums.tax_amount) == (Decimal("0.06"), Decimal("0.01"))


@given(LINES)
def test_the_sums_of_a_document_do_not_depend_on_the_order_of_its_lines(
    lines: list[tuple[Decimal, Decimal]],
) -> None:
    assert totals(lines) == totals(reversed(lines))


@given(LINES)
def test_the_tax_of_a_document_is_exact_to_half_a_cent_a_rate(
    lines: list[tuple[Decimal, Decimal]],
) -> None:
    exact = sum((net * rate for net, rate in lines), Decimal(0))
    allowed = Decimal("0.005") * len({rate for _, rate in lines})
    assert abs(totals(lines).tax_amount - exact) <= allowed


@given(
    quantity=st.integers(1, 40),
    net=CENTS,
    cost=CENTS,
    rate=RATES,
    parts=st.lists(st.integers(1, 40), min_size=1, max_size=6),
)
def test_returning_an_invoice_in_parts_gives_back_all_of_it_and_no_more(
    quantity: int, net: Decimal, cost: Decimal, rate: Decimal, parts: list[int]
) -> None:
    tax = totals([(net, rate)]).tax_amount
    back, net_back, cost_back, tax_back = 0, Decimal(0), Decimal(0), Decimal(0)
    for part in [*parts, quantity]:
        now = min(part, quantity - back)
        if now == 0:
            break
        line = InvoicedLine(
            1, 1, 1, Decimal(quantity), net, rate, cost, Decimal(back), net_back, cost_back
        )
        invoice = Invoice("INV1", 1, dt.date(2024, 1, 1), "EUR", net, tax, net_back, tax_back)
        (given_back,) = plan = planned("INV1", [line], "return", {1: Decimal(now)})
        back += now
        net_back += given_back.net_amount
        cost_back += given_back.cost_amount
        tax_back += credited_totals(invoice, plan).tax_amount
        assert net_back <= net
        assert cost_back <= cost
        assert tax_back <= tax
    assert (back, net_back, cost_back) == (quantity, net, cost)
    assert tax_back == tax


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "said"),
    [
        ("0", "1", "0", "not above zero"),
        ("-1", "1", "0", "not above zero"),
        ("1.00001", "1", "0", "4 decimals"),
        ("NaN", "1", "0", "not a number"),
        ("1", "-0.01", "0", "below zero"),
        ("1", "1.00001", "0", "4 decimals"),
        ("1", "1", "1.5", "discount"),
    ],
)
def test_a_line_that_no_document_may_bear_is_refused(
    quantity: str, price: str, discount: str, said: str
) -> None:
    with pytest.raises(InvalidValue, match=said):
        Line(1, Decimal(quantity), Decimal(price), Decimal(discount))


@given(
    amounts=st.dictionaries(st.sampled_from(["701", "706", "707", "7088"]), CENTS, min_size=1),
    rate=st.decimals(min_value="0.0001", max_value="10", places=4),
)
def test_the_shares_of_accounts_are_their_sum_rounded_once(
    amounts: dict[str, Decimal], rate: Decimal
) -> None:
    parts = shared(amounts, rate)
    assert sum(parts.values()) == to_cents(sum(amounts.values(), Decimal(0)) * rate)
    for account, part in parts.items():
        assert abs(part - amounts[account] * rate) <= Decimal("0.03")
