"""The example companies show the figures that others published, through the whole river."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from affluent.settings import PRODUCT_ROOT, load_workspace
from pipelines.refresh import refresh
from serving.answers import open_metrics
from serving.manifest import read_manifest
from serving.warehouse import open_warehouse, published_path
from tests.golden.figures import (
    HARDWARE_VENDOR,
    HARDWARE_VENDOR_ROWS,
    LEDGER,
    LEDGER_ROWS,
    NORTHWIND,
    NORTHWIND_ROWS,
    RETAILER,
    RETAILER_ROWS,
    Breakdown,
    Golden,
)

pytestmark = [pytest.mark.slow]

EXAMPLES = (RETAILER, HARDWARE_VENDOR, NORTHWIND, LEDGER)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> dict[str, Path]:
    """The examples, copied so that nothing is written beside them, refreshed once."""
    roots = {}
    for golden in EXAMPLES:
        source = PRODUCT_ROOT / golden.workspace
        root = tmp_path_factory.mktemp("examples") / source.name
        shutil.copytree(source, root, ignore=shutil.ignore_patterns(".affluent"))
        config = root / "affluent.toml"
        text = config.read_text(encoding="utf-8")
        assert "../../../shared/data" in text
        config.write_text(text.replace("../../../shared/data", str(shared_data)), encoding="utf-8")
        assert refresh(root) == 0
        roots[golden.workspace] = root
    return roots


def _named(group: object, by: str) -> str | None:
    """A group as the figures name it: a year by its number, a quarter by its first day."""
    if group is None:
        return None
    return str(group)[:4] if by == "year" else str(group)


def _rounded(golden: Golden, kpi: str, value: object) -> Decimal:
    number = Decimal(str(value))
    return round(number, golden.rounded[kpi]) if kpi in golden.rounded else number


@pytest.mark.parametrize("golden", EXAMPLES, ids=lambda golden: golden.workspace)
def test_the_totals_are_those_that_were_published(
    golden: Golden, published: dict[str, Path]
) -> None:
    with open_metrics(load_workspace(published[golden.workspace])) as metrics:
        row = metrics.query(list(golden.totals)).row(0, named=True)
    assert {kpi: _rounded(golden, kpi, value) for kpi, value in row.items()} == golden.totals


@pytest.mark.parametrize(
    ("golden", "breakdown"),
    [(golden, breakdown) for golden in EXAMPLES for breakdown in golden.breakdowns],
    ids=lambda value: f"{value.kpi} by {value.by}" if isinstance(value, Breakdown) else "",
)
def test_the_groups_are_those_that_were_published(
    golden: Golden, breakdown: Breakdown, published: dict[str, Path]
) -> None:
    def day(text: str | None) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    with open_metrics(load_workspace(published[golden.workspace])) as metrics:
        frame = metrics.query(
            [breakdown.kpi], by=[breakdown.by], start=day(breakdown.start), end=day(breakdown.end)
        )
    found = {
        _named(row[0], breakdown.by): _rounded(golden, breakdown.kpi, row[-1])
        for row in frame.iter_rows()
    }
    assert found == breakdown.groups


@pytest.mark.parametrize(
    ("golden", "counts"),
    [
        (RETAILER, RETAILER_ROWS),
        (HARDWARE_VENDOR, HARDWARE_VENDOR_ROWS),
        (NORTHWIND, NORTHWIND_ROWS),
        (LEDGER, LEDGER_ROWS),
    ],
)
def test_no_row_is_lost_or_doubled(
    golden: Golden, counts: dict[tuple[str, str], int], published: dict[str, Path]
) -> None:
    warehouse = open_warehouse(load_workspace(published[golden.workspace]).publications)
    try:
        found = {
            (table, condition): warehouse.frame(
                f"select count(*) from {table} where {condition}"
            ).item()
            for table, condition in counts
        }
    finally:
        warehouse.close()
    assert found == dict(counts)


def test_the_publication_carries_its_proof(published: dict[str, Path]) -> None:
    for root in published.values():
        folder = published_path(load_workspace(root).publications)
        manifest = read_manifest(folder)
        assert manifest.checks.tie_out == "green"
        assert manifest.checks.tests_passed > 50
        assert {law.status for law in manifest.checks.laws} == {"passed"}
        # The ledger has no budget beside it.
        empty = {stream.stream for stream in manifest.streams if not stream.rows_total}
        assert empty <= {"budget_lines"}
        assert all(stream.control_totals for stream in manifest.streams)
        assert json.loads((folder / "manifest.json").read_text())["marts"]


def test_no_money_column_is_a_float(published: dict[str, Path]) -> None:
    for root in published.values():
        warehouse = open_warehouse(load_workspace(root).publications)
        try:
            floats = warehouse.frame(
                "select table_name, column_name from information_schema.columns"
                " where data_type in ('DOUBLE', 'FLOAT', 'REAL')"
            )
            amounts = warehouse.frame(
                "select column_name, data_type from information_schema.columns"
                " where column_name like '%_amount%'"
                " and not starts_with(column_name, 'is_') and not ends_with(column_name, '_key')"
                " order by 1"
            )
        finally:
            warehouse.close()
        assert floats.is_empty(), floats
        assert amounts.height > 5
        assert all(kind.startswith("DECIMAL") for kind in amounts["data_type"]), amounts
