"""The sample company: the same seed, the same life; and books that agree with its documents."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from affluent.errors import ConfigError
from operations.company import sample
from operations.company.agenda import Agenda, working_day
from operations.company.simulator import Company
from operations.database.connection import Connection
from operations.database.server import Store

START = dt.date(2024, 3, 1)


def live(connection: Connection, *, seed: int, days: int) -> None:
    until = START + dt.timedelta(days=days)
    Company(connection, start=START, until=until, seed=seed).live(lambda *_: None)


def content(connection: Connection) -> str:
    """A digest of every row of every table, but for the times of writing."""
    digest = hashlib.sha256()
    tables = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('erp', 'crm')"
        " order by 1, 2"
    ).fetchall()
    for schema, table in tables:
        query = sql.SQL(
            "select (to_jsonb(t) - array['created_at', 'updated_at', 'changed_xid', 'changed_at'])"
            "::text from {} as t order by 1"
        ).format(sql.Identifier(schema, table))
        digest.update(repr(connection.execute(query).fetchall()).encode())
    return digest.hexdigest()


def one(connection: Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_the_same_seed_lives_the_same_life_and_another_seed_another(
    new_store: Callable[[], Store],
) -> None:
    contents = []
    for seed in (7, 7, 8):
        with psycopg.connect(new_store().writer) as connection:
            live(connection, seed=seed, days=45)
            contents.append(content(connection))
    assert contents[0] == contents[1]
    assert contents[0] != contents[2]


@pytest.fixture(scope="module")
def half_a_year(store: Store) -> Iterator[Connection]:
    """The books after half a year, undone at the end of the module."""
    with psycopg.connect(store.writer) as connection:
        live(connection, seed=7, days=182)
        connection.execute("set constraints all immediate")
        yield connection
        connection.rollback()


def test_the_ledger_balances(half_a_year: Connection) -> None:
    assert one(half_a_year, "select count(*) from erp.journal_lines") > 1000  # type: ignore[operator]
    assert one(half_a_year, "select sum(debit - credit) from erp.journal_lines") == 0


@pytest.mark.parametrize(
    ("account", "documents"),
    [
        (
            "707",
            "(select sum(net_amount) from erp.credit_notes)"
            " - (select sum(net_amount) from erp.invoices)",
        ),
        (
            "44571",
            "(select sum(tax_amount) from erp.credit_notes)"
            " - (select sum(tax_amount) from erp.invoices)",
        ),
        (
            "411",
            "(select sum(gross_amount) from erp.invoices)"
            " - (select sum(gross_amount) from erp.credit_notes)"
            " - (select sum(amount) from erp.payment_allocations)",
        ),
        ("512", "(select sum(amount) from erp.payments)"),
        (
            "6037",
            "(select sum(cost_amount) from erp.delivery_lines)"
            " - (select sum(cost_amount) from erp.credit_note_lines)",
        ),
    ],
)
def test_an_account_agrees_with_the_documents_behind_it(
    half_a_year: Connection, account: str, documents: str
) -> None:
    ledger = one(
        half_a_year,
        f"select sum(debit - credit) from erp.journal_lines where account_code = '{account}'",
    )
    assert ledger == one(half_a_year, f"select {documents}")


def test_what_is_not_lettered_is_what_the_documents_say_is_owed(half_a_year: Connection) -> None:
    owed = (
        "with paid as (select invoice_id, sum(amount) as amount from erp.payment_allocations"
        " group by 1), credited as (select invoice_id, sum(gross_amount) as amount"
        " from erp.credit_notes group by 1), owed as (select invoice_number, gross_amount"
        " - coalesce(credited.amount, 0) - coalesce(paid.amount, 0) as amount from erp.invoices"
        " left join paid using (invoice_id) left join credited using (invoice_id))"
        " select coalesce(jsonb_object_agg(invoice_number, amount), '{}') from owed"
        " where amount <> 0"
    )
    unlettered = (
        "with open as (select reference, sum(debit - credit) as amount from erp.journal_lines"
        " where account_code = '411' and lettering_id is null group by 1)"
        " select coalesce(jsonb_object_agg(reference, amount), '{}') from open"
    )
    assert one(half_a_year, "select count(*) from erp.letterings") > 100  # type: ignore[operator]
    assert one(half_a_year, unlettered) == one(half_a_year, owed)


def test_every_month_of_its_life_is_a_period(half_a_year: Connection) -> None:
    assert one(half_a_year, "select count(*) from erp.periods where status = 'open'") == 6


@pytest.mark.parametrize(
    "question",
    [
        "select count(*) from (select order_id from erp.deliveries group by 1 having count(*) > 1)",
        "select count(*) from crm.opportunities where closed_on is null",
        "select count(*) from crm.opportunities where amount is null and product_id is not null",
        "select count(*) from crm.opportunities where stage = 'lost' and lost_reason is not null",
        "select count(*) from erp.credit_notes where reason = 'return'",
        "select count(*) from erp.credit_notes where reason = 'price'",
        "select count(*) from erp.payments join erp.payment_allocations using (payment_id)"
        " join erp.invoices using (invoice_id) where paid_on > due_on",
        "select count(*) from crm.accounts where customer_id is null",
        "select count(*) from erp.customers where country_code <> 'FR'",
    ],
)
def test_its_life_has_what_makes_books_hard(half_a_year: Connection, question: str) -> None:
    assert one(half_a_year, question) > 0  # type: ignore[operator]


def test_each_category_earns_between_a_quarter_and_a_half(half_a_year: Connection) -> None:
    rows = half_a_year.execute(
        "select category, 1 - sum(cost_amount) / sum(net_amount) from erp.invoice_lines"
        " join erp.products using (product_id) group by category"
    ).fetchall()
    assert len(rows) == 5
    assert [row for row in rows if not 0.25 <= row[1] <= 0.46] == []


def test_a_store_with_customers_is_never_written_over(own_store: Store) -> None:
    with psycopg.connect(own_store.writer) as connection:
        live(connection, seed=7, days=2)
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
        assert one(connection, "select count(*) from erp.customers") == 0
        assert one(connection, "select count(*) from erp.sequences") == 0


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
