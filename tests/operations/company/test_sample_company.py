"""The sample company: what it lived is true to the cent, hard enough, and the same each time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import told
from psycopg import sql

from affluent.errors import ConfigError
from operations.company import sample
from operations.company.agenda import Agenda, working_day
from operations.company.simulator import Company
from operations.company.sizes import SIZES
from operations.company.world import World
from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.proofs.commands import broken, prove

# A year's end lies in these months, and freight that came after the goods were sold.
START = dt.date(2023, 10, 2)
UNTIL = dt.date(2024, 2, 29)


def live(connection: Connection, *, seed: int, until: dt.date, start: dt.date = START) -> World:
    world = World(connection, start=start, until=until, seed=seed, size=SIZES["small"])
    Company(world).live(lambda *_: None)
    connection.execute("set constraints all immediate")
    return world


def content(connection: Connection) -> str:
    """A digest of every row of every table, but for when it was written."""
    digest = hashlib.sha256()
    tables = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('erp', 'crm', 'sync')"
        " order by 1, 2"
    ).fetchall()
    for schema, table in tables:
        query = sql.SQL(
            "select (to_jsonb(t) - '{{created_at, updated_at, changed_xid, changed_at,"
            " closed_at, occurred_at, next_try_at}}'::text[])"
            "::text from {} as t order by 1"
        ).format(sql.Identifier(schema, table))
        digest.update(repr(connection.execute(query).fetchall()).encode())
    return digest.hexdigest()


@dataclass
class Lived:
    """The store after five months, and what the simulator said of them."""

    connection: Connection
    truth: dict[str, Any]

    def one(self, query: str) -> Any:
        row = self.connection.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


@pytest.fixture(scope="module")
def lived(store: Store) -> Iterator[Lived]:
    """Five months, undone at the end of the module."""
    with psycopg.connect(store.writer) as connection:
        world = live(connection, seed=7, until=UNTIL)
        yield Lived(connection, world.truth.said(start=START, until=UNTIL))
        connection.rollback()


def test_everything_that_must_hold_holds(lived: Lived) -> None:
    assert broken(lived.connection) == []
    assert len(prove(lived.connection)) > 8


def test_stock_is_on_every_day_what_the_simulator_counted(lived: Lived) -> None:
    assert lived.truth["stock_by_day"] == told.stock_by_day(lived.connection)


def test_receivables_are_at_every_months_end_what_the_simulator_counted(lived: Lived) -> None:
    assert len(lived.truth["receivables_by_month"]) == 5
    for day, expected in lived.truth["receivables_by_month"].items():
        assert told.receivables_on(lived.connection, dt.date.fromisoformat(day)) == expected


def test_margin_is_by_customer_and_month_what_the_simulator_counted(lived: Lived) -> None:
    found = told.sales_by_customer(lived.connection)
    for company, customers in lived.truth["margin_by_customer"].items():
        for customer, months in customers.items():
            for month, said in months.items():
                sums = found.pop((company, customer, month), ("0.00", "0.00"))
                assert sums == (said["revenue"], said["cost"]), (company, customer, month)
    assert found == {}


def test_production_orders_made_and_cost_what_the_simulator_counted(lived: Lived) -> None:
    assert lived.truth["production_orders"] == told.production_orders(lived.connection)


def test_work_in_progress_is_at_every_months_end_what_the_simulator_counted(lived: Lived) -> None:
    assert len(lived.truth["work_in_progress_by_month"]) == 5
    for day, expected in lived.truth["work_in_progress_by_month"].items():
        assert told.in_progress_on(lived.connection, dt.date.fromisoformat(day)) == expected


def test_trade_within_the_group_is_in_both_books_what_the_simulator_counted(lived: Lived) -> None:
    said = lived.truth["inter_company"]
    parties = said["parties"]
    assert said["by_month"] == told.inter_company_by_month(lived.connection, parties)
    for day, expected in said["open_by_month"].items():
        on = dt.date.fromisoformat(day)
        assert told.inter_company_open_on(lived.connection, parties, on) == expected
    # It is a customer like any other in the other subjects: who sums up the group takes it out.
    in_margins = lived.truth["margin_by_customer"][parties["seller"]][parties["customer"]]
    for month, sums in in_margins.items():
        assert said["by_month"][month]["revenue"] == sums["revenue"]


def test_pipeline_is_on_every_day_what_the_simulator_counted(lived: Lived) -> None:
    for currency, days in lived.truth["pipeline_by_day"].items():
        for day, deals, amount, weighted in days[::9]:
            found = told.pipeline_on(lived.connection, dt.date.fromisoformat(day))
            nothing = ("0", "0.00", Decimal(0))
            expected = (deals, amount, Decimal(weighted))
            assert found.get(currency, nothing) == expected, (currency, day)


def test_every_record_of_a_firm_is_one_of_a_true_firm(lived: Lived) -> None:
    known: dict[str, set[str]] = {"account": set(), "customer": set(), "lead": set()}
    for firm in lived.truth["identities"].values():
        for kind, numbers in firm["records"].items():
            known[kind].update(numbers)
    assert known == told.records_by_kind(lived.connection)
    accounts = [firm["records"].get("account", []) for firm in lived.truth["identities"].values()]
    assert sum(len(numbers) > 1 for numbers in accounts) > 0


@pytest.mark.parametrize(
    "question",
    [
        "select count(*) from (select order_id from erp.deliveries group by 1 having count(*) > 1)",
        "select count(*) from crm.opportunities where closed_on is null",
        "select count(*) from crm.opportunities where amount is null and product_id is not null",
        "select count(*) from crm.opportunities where stage = 'lost'",
        "select count(*) from erp.credit_notes where reason = 'return'",
        "select count(*) from erp.credit_notes where reason = 'price'",
        "select count(*) from erp.payments join erp.payment_allocations using (payment_id)"
        " join erp.invoices using (invoice_id) where paid_on > due_on",
        "select count(*) from crm.accounts where customer_id is null",
        "select count(*) from erp.customers where country_code <> 'FR'",
        "select count(*) from erp.customers where country_code = 'FR' and siren is null",
        "select count(*) from crm.accounts join erp.customers using (customer_id)"
        " where accounts.name <> customers.name",
        "select count(*) from erp.invoices where currency_code = 'GBP'",
        "select count(*) from erp.invoice_lines where tax_code = 'FRLIC'",
        "select count(*) from erp.invoices join erp.customers using (customer_id)"
        " where country_code in ('BE', 'DE', 'ES', 'IT') and vat_number is null"
        " and tax_amount > 0",
        "select count(*) from erp.invoices join erp.companies using (company_id)"
        " where company_code = 'QDL'",
        "select count(*) from erp.purchase_requests",
        "select count(*) from erp.production_orders where variance_amount > 0",
        "select count(*) from erp.production_orders"
        " where material_amount + work_amount < output_amount",
        "select count(*) from erp.production_orders where released_on > start_on",
        "select count(*) from erp.production_outputs where scrap_quantity > 0",
        "select count(*) from (select production_order_id from erp.production_outputs"
        " group by 1 having count(*) > 1)",
        "select count(*) from (select production_component_id from erp.production_issues"
        " group by 1 having count(*) > 1)",
        "select count(*) from erp.requirement_proposals where production_order_id is not null",
        "select count(*) from erp.requirement_proposals where purchase_request_id is not null",
        "select count(*) from erp.work_in_progress where amount > 0",
        "select count(*) from erp.supplier_invoices join erp.invoices"
        " on supplier_reference = invoice_number"
        " where supplier_invoices.gross_amount = invoices.gross_amount"
        "  and supplier_invoices.posted_on > invoices.posted_on",
        "select count(*) from erp.supplier_invoices join erp.invoices"
        " on supplier_reference = invoice_number"
        " where supplier_invoices.exchange_rate <> 1 and invoices.exchange_rate = 1",
        "select count(*) from erp.receipts join erp.receipt_lines using (receipt_id)"
        " join erp.purchase_promises using (purchase_order_line_id)"
        " where received_on > promised_on",
        "select count(*) from erp.landed_cost_allocations where cost_amount_base > 0",
        "select count(*) from erp.sales_order_lines as ordered"
        " where quantity > (select coalesce(sum(quantity), 0) from erp.delivery_lines"
        "  where order_line_id = ordered.order_line_id)",
        "select count(*) from crm.leads where status = 'converted'",
        "select count(*) from crm.tickets where status = 'resolved'",
        "select count(*) from crm.consent_events",
        "select count(*) from erp.payrolls",
        "select count(*) from erp.absences",
        "select count(*) from erp.tax_returns",
        "select count(*) from erp.fiscal_years",
        "select count(*) from erp.periods where status = 'closed'",
    ],
)
def test_its_life_has_what_makes_books_hard(lived: Lived, question: str) -> None:
    assert lived.one(question) > 0


def test_each_category_earns_between_a_fifth_and_a_half(lived: Lived) -> None:
    rows = lived.connection.execute(
        "select category, 1 - sum(cost_amount) / sum(lines.net_amount_base)"
        " from erp.invoice_lines as lines join erp.invoices using (invoice_id)"
        " join erp.products using (product_id) where company_id = 1 group by category"
    ).fetchall()
    assert len(rows) == 5
    assert [row for row in rows if not 0.2 <= row[1] <= 0.5] == []


def test_the_same_seed_lives_the_same_life_and_another_seed_another(
    new_store: Callable[[], Store],
) -> None:
    contents, truths = [], []
    for seed in (7, 7, 8):
        with psycopg.connect(new_store().writer) as connection:
            world = live(connection, seed=seed, until=START + dt.timedelta(days=24))
            contents.append(content(connection))
            truths.append(world.truth.said(start=START, until=UNTIL))
    assert contents[0] == contents[1]
    assert truths[0] == truths[1]
    assert contents[0] != contents[2]
    assert truths[0] != truths[2]


def test_a_store_with_customers_is_never_written_over(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        live(connection, seed=7, until=START)
        connection.commit()
        before = content(connection)
    with pytest.raises(ConfigError, match="is not empty") as refused:
        sample.simulate(own_store.writer, years=1, seed=7, until=dt.date(2024, 12, 31))
    assert refused.value.remedy
    with psycopg.connect(own_store.writer) as connection:
        assert content(connection) == before


def test_a_life_that_is_cut_short_leaves_the_store_empty(own_store: Store) -> None:
    def cut(_day: dt.date, done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample.simulate(own_store.writer, years=1, until=dt.date(2024, 12, 31), progress=cut)
    with psycopg.connect(own_store.extractor) as connection:
        for table in ("erp.customers", "erp.sequences", "erp.journal_lines"):
            row = connection.execute(f"select count(*) from {table}".encode()).fetchone()
            assert row == (0,)


def test_deeds_of_a_day_off_happen_on_the_next_working_day() -> None:
    assert working_day(dt.date(2024, 5, 1)) == dt.date(2024, 5, 2)
    happened: list[str] = []
    agenda = Agenda()
    agenda.plan(dt.date(2024, 3, 2), lambda _: happened.append("saturday"))
    agenda.plan(dt.date(2024, 3, 1), lambda _: happened.append("friday"))
    for number in (1, 2, 3):
        assert list(agenda.due(dt.date(2024, 3, number)))[1:] == []
    for deed in agenda.due(dt.date(2024, 3, 4)):
        deed(dt.date(2024, 3, 4))
    assert happened == ["saturday"]
