"""One company, read from Odoo, from a database and from files: the same rows, the same figures.

Of Odoo there are two versions: 19 by JSON-2, and 17 by JSON-RPC, which keeps worth, units and codes
in another way. All four are sources of one workspace, landed by the connectors and built at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest

from affluent.settings import PRODUCT_ROOT, Workspace, load_workspace
from connectors.core import arrival
from connectors.core.contract import Connector
from connectors.core.extract import extract
from connectors.core.landing import open_landing
from connectors.core.verdict import Verdict
from connectors.registry import connector_for, manifest_for
from pipelines import dbt_program, extraction, transformation
from pipelines.dbt_root import NAMED_FREELY
from pipelines.refresh import refresh
from serving.answers import open_metrics
from tests.connectors.odoo_fakes import connector_to
from tests.connectors.servers.odoo import OdooServer
from tests.e2e.one_company.as_odoo import odoo
from tests.e2e.one_company.as_rows import rows
from tests.e2e.one_company.as_sources import KEYS, as_database, as_files, write_models
from tests.e2e.one_company.facts import AS_OF

pytestmark = [pytest.mark.slow]

ODOOS = {"odoo": "19.0", "erp_before": "17.0"}
CONFIG = f"""
[company]
name = "Nord et Sud"
currency = "EUR"
as_of = {AS_OF}

[sources.tables]
kind = "sql"
url = "env:TABLES_URL"

[sources.odoo]
kind = "odoo"
url = "https://erp.example"
credentials = {{ key = "env:ODOO_KEY" }}

[sources.files]
kind = "files"
path = "in"

[sources.erp_before]
kind = "odoo"
url = "https://erp.example"
credentials = {{ key = "env:ODOO_KEY" }}
"""
TWICE = "assert_no_invoice_has_two_sources"
# Every model and law; what else is well formed other builds say.
BUILT = ("resource_type:model", "resource_type:seed", "test_type:singular")
BUILD = (
    *("build", "--indirect-selection", "empty", "--exclude-resource-type", "unit_test"),
    *("--select", *BUILT),
    *("--exclude", TWICE),  # here every invoice comes four times, and should
)
SOURCES = ("tables", "odoo", "files", "erp_before")
# By hand: 124 of goods, 25 and 5 given back, 60 and 7.77 without an order, 90 francs at 1.25.
FIGURES = {
    "revenue": Decimal("274.27"),
    "cost_of_sales": Decimal("84.00"),  # 41 + 24 hoses at 0.50, less 10.25; 33 francs at 1.25
    "gross_margin": Decimal("190.27"),
    "quantity": Decimal(32),  # 4 pumps and 24 hoses, 3 abroad, 2 services; one came back
    "orders": Decimal(2),
    "won_deals": Decimal(2),
    "won_amount": Decimal("600.01"),
    "lost_deals": Decimal(1),
    "open_deals": Decimal(1),
    "open_pipeline": Decimal(1000),
    "turnover": Decimal("274.27"),
    "receivables": Decimal("108.13"),
}


@cache
def _server(source: str) -> OdooServer:
    """The company as it was before: a line of 14 that will be 24, an invoice that will be gone."""
    server = odoo(ODOOS[source])
    entries, lines = (server.models[f"account.move{name}"].rows for name in ("", ".line"))
    entries[190] = {**entries[101], "id": 190, "name": "FAC/2025/0190"}
    for key in [key for key, row in lines.items() if row["move_id"] == 101]:
        lines[key + 900] = {**lines[key], "id": key + 900, "move_id": 190}
    lines[1012] |= {"credit": Decimal("14.00")}
    return server


def _happen(server: OdooServer) -> None:
    """An hour later the line is corrected, and the invoice deleted."""
    server.clock.seconds += 3600
    server.write("account.move.line", 1012, credit=Decimal("24.00"))
    lines = server.models["account.move.line"].rows
    for key in [key for key, row in lines.items() if row["move_id"] == 190]:
        server.unlink("account.move.line", key)
    server.unlink("account.move", 190)


def _connector(workspace: Workspace, source: str, dsn: str | None = None) -> Connector:
    if source in ODOOS:
        return connector_to(_server(source), source=source)
    dsn = f"sqlite:///{workspace.root}/tables.db" if source == "tables" else dsn
    return connector_for(workspace, source, dsn)


def _land(workspace: Workspace) -> None:
    with open_landing(workspace.landing_path) as landing:
        for source in SOURCES:
            streams = manifest_for(workspace, source).streams
            with _connector(workspace, source).snapshot() as reader:
                for stream in streams:
                    if source in ODOOS and stream.name not in NAMED_FREELY["odoo"]:
                        continue
                    result = extract(reader, stream, landing, lambda *_: Verdict())
                    assert result.status == "admitted", f"{source}.{stream.name}: {result.reason}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The four sources, read before what happened in Odoo, and refreshed by the river after it."""
    root = tmp_path_factory.mktemp("ways")
    tables = rows()
    as_database(root / "tables.db", tables)
    as_files(root / "in", tables)
    for source in ("tables", "files"):
        write_models(root, source, tables)
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    workspace = load_workspace(root)
    _land(workspace)
    for source in ODOOS:
        _happen(_server(source))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "connector_for", _connector)
        patch.setattr(arrival, "check", lambda *_: Verdict())
        patch.setattr(dbt_program, "BUILD", BUILD)
        assert refresh(root) == 0
    dbt = transformation.prepare(workspace)
    outcome, said = dbt._invoke(("test", "--select", "tag:odoo"))
    assert outcome.success, said
    return workspace


def _conformed(workspace: Workspace, entity: str) -> dict[str, dict[tuple[str, ...], Any]]:
    """Source → key → row, of a conformed entity."""
    with duckdb.connect(str(workspace.build_path), read_only=True) as connection:
        connection.execute(f"attach '{workspace.landing_path}' as landing (read_only)")
        found = connection.execute(f"select * from intermediate.int_{entity}__unioned")
        names = [column[0] for column in found.description or []]
        by_source: dict[str, dict[tuple[str, ...], Any]] = {source: {} for source in SOURCES}
        for values in found.fetchall():
            row = dict(zip(names, values, strict=True))
            source = row.pop("source_name")
            key = tuple(str(row[name]) for name in KEYS[entity])
            assert key not in by_source[source], f"{source}: {key} twice"
            by_source[source][key] = row
    return by_source


def differences(
    one: Mapping[tuple[str, ...], Any], other: Mapping[tuple[str, ...], Any]
) -> list[str]:
    """Where two systems' rows differ: key, column, both values."""
    found = [f"{key} is only in one" for key in sorted(one.keys() ^ other.keys())]
    for key in sorted(one.keys() & other.keys()):
        for column, value in one[key].items():
            if value != other[key][column]:
                found.append(f"{key} {column}: {value!r}, {other[key][column]!r}")
    return found


def test_what_odoo_changed_and_deleted_between_two_readings_is_seen(built: Workspace) -> None:
    with duckdb.connect(str(built.landing_path), read_only=True) as landing:
        for source in ODOOS:
            gone = f"select id from raw_{source}.move_lines where _is_deleted order by id"
            lines = [*range(1910, 1915), 2899]
            assert landing.execute(gone).fetchall() == [(key,) for key in lines]
            gone = f"select id from raw_{source}.moves where _is_deleted"
            assert landing.execute(gone).fetchall() == [(190,)]
            line = f"select credit from raw_{source}.move_lines where id = 1012"
            assert landing.execute(line).fetchall() == [(Decimal(24),)]


@pytest.mark.parametrize("entity", KEYS)
def test_each_way_gives_the_same_rows(built: Workspace, entity: str) -> None:
    by_source = _conformed(built, entity)
    assert len(by_source["tables"]) == len(rows()[entity]) > 1
    for source in SOURCES[1:]:
        assert differences(by_source["tables"], by_source[source]) == [], source


def test_a_cent_of_one_row_is_a_difference(built: Workspace) -> None:
    by_source = _conformed(built, "sales_lines")
    by_source["odoo"]["1011",]["net_amount"] += Decimal("0.01")
    del by_source["odoo"]["1021",]
    assert differences(by_source["tables"], by_source["odoo"]) == [
        "('1021',) is only in one",
        "('1011',) net_amount: Decimal('100.00'), Decimal('100.01')",
    ]


def test_the_law_names_the_invoices_that_two_sources_claim(built: Workspace) -> None:
    law = (PRODUCT_ROOT / "dbt_project" / "tests" / "laws" / f"{TWICE}.sql").read_text("utf-8")
    law = law.replace("{{ ref('fct_sales_lines') }}", "marts.fct_sales_lines")
    law = law.replace("{{ affluent.unknown_key() }}", "'unknown'")
    with duckdb.connect(str(built.build_path), read_only=True) as connection:
        found = connection.execute(law).fetchall()
    assert all(row[3] < row[4] for row in found)
    assert "RFAC/2025/0001" in {row[1] for row in found}


def test_each_way_gives_the_same_figures(built: Workspace) -> None:
    with open_metrics(built) as metrics:
        names = [name for name in FIGURES if metrics.is_available(name)]
        found = {
            row[0]: dict(zip(names, map(Decimal, map(str, row[1:])), strict=True))
            for row in metrics.query(names, by=["source"]).rows()
        }
    assert found == dict.fromkeys(sorted(SOURCES), FIGURES)
