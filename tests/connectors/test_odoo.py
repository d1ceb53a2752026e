"""An Odoo lands whole and exact, in each version that we read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest
from connector_fakes import let_pass
from odoo_fakes import SOURCE, connector_to, landed

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Batch
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import Incoming, StreamResult
from tests.connectors.servers.odoo import OdooServer
from tests.connectors.servers.odoo_company import MANIFEST, make_server, stream_of


def test_partners_land_and_nothing_lands_twice(landing: Landing) -> None:
    server = make_server(only={"partners"})
    stream = MANIFEST.stream("partners")
    result = extract(connector_to(server), stream, landing, let_pass)
    assert (result.status, result.rows_landed, result.gap) == ("admitted", 5, "")
    again = extract(connector_to(server), stream, landing, let_pass)
    assert (again.status, again.rows_landed) == ("unchanged", 0)
    names = [row[0] for row in landed(landing, "partners", "name")]
    assert names == [server.models["res.partner"].rows[n]["name"] for n in range(1, 6)]


# Those in which the versions differ, and one of each way to be read.
DIFFERENT = (
    "partners",
    "product_costs",
    "sale_order_lines",
    "payments",
    "stock_moves",
    "stock_valuation_layers",
    "product_values",
    "tickets",
)


@pytest.mark.parametrize("version", ["17.0", "18.0", "19.0"])
def test_the_models_of_every_version_land_whole_and_tie(landing: Landing, version: str) -> None:
    server = make_server(version, only=set(DIFFERENT))
    results = {}
    with connector_to(server).snapshot() as reader:
        for name in DIFFERENT:
            results[name] = extract(reader, MANIFEST.stream(name), landing, let_pass)
    assert {r.status for r in results.values()} == {"admitted"}
    assert [r.stream for r in results.values() if r.gap] == []
    for name, result in results.items():
        stream = MANIFEST.stream(name)
        model = server.models.get(stream.resource or "")
        rows = len(model.rows) if model and stream.is_of_version(server.major) else 0
        assert (name, result.rows_landed) == (name, rows * (2 if stream.per_company else 1))
    assert results["tickets"].notes == (
        "erp.tickets: this Odoo has no helpdesk.ticket: nothing is read",
    )


def test_every_model_of_the_manifest_can_be_read() -> None:
    server = make_server(rows=2)
    rows = {}
    with connector_to(server).snapshot() as reader:
        for stream in MANIFEST.streams:
            events = list(reader.read(stream, None))
            batches = [event.table for event in events if isinstance(event, Batch)]
            rows[stream.name] = max(table.num_rows for table in batches)
            assert set(batches[0].column_names) == set(stream.columns)
    empty = {name for name, found in rows.items() if not found}
    assert empty == {"tickets", "ticket_stages", "ticket_teams", "stock_valuation_layers"}


def _sync(server: OdooServer, landing: Landing, stream: str, **changes: Any) -> StreamResult:
    return extract(connector_to(server, **changes), MANIFEST.stream(stream), landing, let_pass)


def test_false_is_nothing_but_for_a_flag_and_zero_is_zero(landing: Landing) -> None:
    server = make_server(only=set())
    server.create(
        "res.partner", name="Nord", is_company=False, customer_rank=0, credit_limit=Decimal(0)
    )
    _sync(server, landing, "partners")
    columns = "name, is_company, customer_rank, credit_limit, email, parent_id"
    assert landed(landing, "partners", columns) == [("Nord", False, 0, Decimal(0), None, None)]


def test_archived_rows_land_as_archived(landing: Landing) -> None:
    server = make_server(only=set())
    server.create("res.partner", name="Gone", active=False)
    _sync(server, landing, "partners")
    assert landed(landing, "partners", "name, active") == [("Gone", False)]


def test_fields_that_somebody_made_land_and_files_do_not(landing: Landing) -> None:
    server = make_server(only=set())
    types = {"x_studio_score": "float", "x_owner": "many2one", "x_scan": "binary"}
    server.models["res.partner"].types |= types
    values = {"x_studio_score": Decimal("0.1"), "x_owner": 7, "x_scan": "JVBERi0="}
    server.create("res.partner", name="Nord", **values)
    _sync(server, landing, "partners")
    assert landed(landing, "partners", "x_studio_score, x_owner") == [(Decimal("0.1"), 7)]
    assert "x_scan" not in landing.landed_types(_incoming(landing))


def _incoming(landing: Landing) -> Incoming:
    return Incoming(SOURCE, "partners", "", "")


def test_a_cost_is_each_company_s_own(landing: Landing) -> None:
    server = make_server(only=set())
    costs = {1: Decimal("1.50"), 2: Decimal("2.50")}
    server.create("product.product", name="Bolt", standard_price=costs)
    stream = stream_of("product_costs", page_rows=1)
    result = extract(connector_to(server), stream, landing, let_pass)
    assert result.gap == ""
    columns = "id, company_id, standard_price"
    assert sorted(landed(landing, "product_costs", columns)) == [
        (1, 1, Decimal("1.50")),
        (1, 2, Decimal("2.50")),
    ]


def test_a_product_of_one_company_has_a_cost_in_that_one_only(landing: Landing) -> None:
    server = make_server(only=set())
    server.models["product.product"].types["company_id"] = "many2one"
    for company in (None, 2):
        server.create("product.product", standard_price={}, company_id=company)
    result = _sync(server, landing, "product_costs")
    assert (result.status, result.gap) == ("admitted", "")
    assert set(landed(landing, "product_costs", "id, company_id")) == {(1, 1), (1, 2), (2, 2)}
    server.unlink("product.product", 2)
    assert _sync(server, landing, "product_costs").gap == ""
    assert set(landed(landing, "product_costs", "id, company_id")) == {(1, 1), (1, 2)}


def test_a_code_is_each_company_s_own_from_18_on_and_one_company_s_before(
    landing: Landing,
) -> None:
    server = make_server("18.0", only=set())
    server.create("account.account", name="Ventes", code={1: "707000", 2: "3200"})
    assert _sync(server, landing, "account_codes").gap == ""
    codes = "id, company_id, code"
    assert set(landed(landing, "account_codes", codes)) == {(1, 1, "707000"), (1, 2, "3200")}
    before = make_server("17.0", only=set())
    for company, code in ((1, "707000"), (2, "3200")):
        before.create("account.account", name="Ventes", code=code, company_id=company)
    stream = MANIFEST.stream("account_codes")
    extract(connector_to(before, source="before"), stream, landing, let_pass)
    found = landed(landing, "account_codes", codes, source="before")
    assert found == [(1, 1, "707000"), (2, 2, "3200")]


def test_only_the_companies_that_are_named_are_read(landing: Landing) -> None:
    server = make_server(only=set())
    for company in (1, 2):
        server.create("sale.order", name=f"S{company}", company_id=company)
    result = _sync(server, landing, "sale_orders", companies=(2,))
    assert result.gap == ""
    assert landed(landing, "sale_orders", "name") == [("S2",)]


def test_amounts_are_what_was_written_and_tie_to_the_sum(landing: Landing) -> None:
    server = make_server("18.0", only=set())
    for amount in ("0.10", "0.20", "9999999999999.99", "-0.01"):
        server.create("sale.order", name=amount, amount_untaxed=Decimal(amount), company_id=1)
    result = _sync(server, landing, "sale_orders")
    assert result.gap == ""
    amounts = [row[0] for row in landed(landing, "sale_orders", "amount_untaxed")]
    assert sum(amounts) == Decimal("10000000000000.28")


def test_a_sum_with_more_digits_than_a_float_keeps_is_not_compared(landing: Landing) -> None:
    server = make_server(only=set())
    server.create("sale.order", amount_untaxed=Decimal("99999999999999.99"), company_id=1)
    assert _sync(server, landing, "sale_orders").gap == ""
    reading = landing.reading(SOURCE, MANIFEST.stream("sale_orders"))
    assert set(reading.source_totals) == {"rows", "sum(amount_total)"}


def test_many_rows_of_one_moment_do_not_stop_a_reading(landing: Landing) -> None:
    server = make_server("17.0", only=set())
    stream = stream_of("leads", page_rows=2)
    extract(connector_to(server), stream, landing, let_pass)
    stamp = server.now()
    for number in range(7):
        server.create("crm.lead", name=str(number), write_date=stamp, company_id=1)
    result = extract(connector_to(server), stream, landing, let_pass)
    assert (result.rows_landed, result.gap) == (7, "")


def test_a_page_that_is_too_slow_is_asked_for_in_parts(landing: Landing) -> None:
    server = make_server(only=set())
    for number in range(300):
        server.create("res.partner", name=str(number))
    asked: list[int] = []

    def slow(_model: str, method: str, named: dict[str, Any]) -> None:
        if method == "search_read" and named.get("order") == "id asc":
            asked.append(named["limit"])
            if named["limit"] > 500:
                raise httpx.ReadTimeout("slow")

    server.before = slow
    assert _sync(server, landing, "partners").rows_landed == 300
    assert 500 in asked
    assert server.clock.waits


def test_a_model_that_vanishes_takes_nothing_with_it(landing: Landing) -> None:
    server = make_server(only={"leads"})
    _sync(server, landing, "leads")
    del server.models["crm.lead"]
    result = _sync(server, landing, "leads")
    assert result.status == "failed"
    assert result.reason == "erp.leads: crm.lead was there, and is not any more."
    assert len(landed(landing, "leads")) == 5
    result = _sync(server, landing, "leads", leave_out=("leads",))
    assert (result.status, landed(landing, "leads")) == ("admitted", [])


def test_a_model_that_comes_lands(landing: Landing) -> None:
    server = make_server(only={"leads"})
    model = server.models.pop("crm.lead")
    assert _sync(server, landing, "leads").status == "admitted"
    server.models["crm.lead"] = model
    assert _sync(server, landing, "leads").rows_landed == 5


def test_an_odoo_before_19_wants_a_database_and_a_login() -> None:
    with pytest.raises(ConfigError, match="wants database and login"):
        connector_to(make_server("17.0", only=set()), login=None).check()


def test_an_unknown_database_is_told_from_a_wrong_key() -> None:
    server = make_server("17.0", only=set())
    with pytest.raises(ConfigError, match="does not know the database"):
        connector_to(server, database="south").check()
    with pytest.raises(SourceError, match="does not accept the key"):
        connector_to(server, key="wrong").check()


def test_what_odoo_has_is_discovered_by_its_own_types() -> None:
    server = make_server(only=set())
    schemas = {one.stream: dict(one.columns) for one in connector_to(server).discover()}
    assert schemas["leads"]["expected_revenue"] == "float"
    assert "tickets" not in schemas
