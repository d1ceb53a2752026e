"""A reading connection reads what is published, and can do nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from affluent.settings import Workspace
from serving.warehouse import open_warehouse

REFUSED = {
    "a write": "create table marts.mine as select 1",
    "a delete": "delete from marts.fct_sales_lines",
    "a file read": "select * from read_text('{file}')",
    "a file written": "copy (select 1) to '{file}.csv'",
    "another database": "attach '{file}.duckdb'",
    "an extension": "install httpfs",
    "a setting": "set threads = 1",
    "the lock itself": "set enable_external_access = true",
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED.keys())
def test_a_reading_connection_refuses(small: Workspace, tmp_path: Path, attempt: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for readers", encoding="utf-8")
    warehouse = open_warehouse(small.publications)
    with pytest.raises(duckdb.Error):
        warehouse.frame(attempt.format(file=secret))
    assert list(tmp_path.iterdir()) == [secret]


def test_values_are_bound_and_never_part_of_the_query(small: Workspace) -> None:
    warehouse = open_warehouse(small.publications)
    hostile = "'; drop table marts.dim_customers; --"
    assert warehouse.frame("select $name as name", {"name": hostile}).item() == hostile
