"""An Odoo lands whole and exact, in each version that we read."""

from __future__ import annotations

import pytest
from connector_fakes import let_pass
from odoo_fakes import connector_to, landed

from connectors.core.contract import Batch
from connectors.core.extract import extract
from connectors.core.landing import Landing
from tests.connectors.servers.odoo_company import MANIFEST, make_server


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
