"""A workspace's models run with the product's as one dbt project, linked and never copied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from affluent.errors import ConfigError
from affluent.settings import Workspace, load_workspace
from affluent.sources.entities import staged_streams
from pipelines import dbt_root

CONFIG = """
[company]
name = "Two systems"
cost_policy = "current"
as_of = 2024-03-31

[sources.crm]
kind = "files"
path = "in"

[sources.erp]
kind = "files"
path = "in"
"""


def _workspace(root: Path, *models: tuple[str, str]) -> Workspace:
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    for source, model in models:
        folder = root / "sources" / source / "models"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{model}.sql").write_text("select 1", encoding="utf-8")
    return load_workspace(root)


def test_branches_follow_the_order_of_the_sources(tmp_path: Path) -> None:
    workspace = _workspace(
        tmp_path,
        ("erp", "int_customers__mapped_from_erp"),
        ("crm", "int_customers__mapped_from_crm"),
        ("crm", "int_sales_lines__mapped_from_crm"),
        ("crm", "stg_crm__customers"),
    )
    assert dbt_root.branches(workspace) == {
        "customers": ["int_customers__mapped_from_crm", "int_customers__mapped_from_erp"],
        "sales_lines": ["int_sales_lines__mapped_from_crm"],
    }


def test_a_branch_from_an_unknown_source_is_refused_by_name(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, ("crm", "int_customers__mapped_from_shop"))
    with pytest.raises(ConfigError, match="maps from 'shop'"):
        dbt_root.branches(workspace)


def test_models_are_linked_and_a_dropped_source_disappears(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, ("crm", "stg_crm__customers"), ("erp", "stg_erp__stock"))
    root = dbt_root.compose(workspace, [])
    assert (root / "models" / "erp").readlink() == tmp_path / "sources" / "erp" / "models"
    assert (root / "models" / "crm" / "stg_crm__customers.sql").is_file()

    shorter = CONFIG.split("[sources.erp]", maxsplit=1)[0]
    (tmp_path / "affluent.toml").write_text(shorter, encoding="utf-8")
    dbt_root.compose(load_workspace(tmp_path), [])
    assert sorted(path.name for path in (root / "models").iterdir()) == ["crm"]


def test_the_companys_settings_reach_dbt(tmp_path: Path) -> None:
    totals = [{"entity": "sales_lines", "model": "stg_crm__sales", "sum": "amount"}]
    root = dbt_root.compose(_workspace(tmp_path), totals)
    variables = json.loads((root / "dbt_project.yml").read_text())["vars"]
    assert variables["cost_policy"] == "current"
    assert variables["as_of"] == "2024-03-31"
    assert variables["sources"] == ["crm", "erp"]
    assert variables["staged_totals"] == totals


def test_the_landing_is_attached_for_reading_only(tmp_path: Path) -> None:
    root = dbt_root.compose(_workspace(tmp_path), [])
    output = json.loads((root / "profiles.yml").read_text())["affluent"]["outputs"]["build"]
    assert output["attach"][0]["read_only"] is True
    assert output["keep_open"] is True


def test_composing_again_touches_nothing(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, ("crm", "stg_crm__customers"))
    root = dbt_root.compose(workspace, [])
    before = {path: path.lstat().st_mtime_ns for path in root.rglob("*")}
    dbt_root.compose(workspace, [])
    assert {path: path.lstat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("kind", dbt_root.NAMED_FREELY)
def test_what_is_declared_of_a_kind_is_what_its_models_read(tmp_path: Path, kind: str) -> None:
    config = f"""
[company]
name = "Two of a kind"

[sources.north]
kind = "{kind}"

[sources.south]
kind = "{kind}"
"""
    (tmp_path / "affluent.toml").write_text(config, encoding="utf-8")
    workspace = load_workspace(tmp_path)
    tables = dbt_root.NAMED_FREELY[kind]
    assert staged_streams(workspace, "south") == set(tables)

    root = dbt_root.compose(workspace, [])
    declared = json.loads((root / dbt_root.DECLARED / "_sources.yml").read_text())["sources"]
    assert {one["name"]: [table["name"] for table in one["tables"]] for one in declared} == {
        "north": list(tables),
        "south": list(tables),
    }
    variables = json.loads((root / "dbt_project.yml").read_text())["vars"]
    assert variables[f"{kind}_sources"] == ["north", "south"]
    models = variables["branches"]["journal_lines"]
    assert models == [f"int_journal_lines__mapped_from_{kind}"]


def test_what_somebody_decided_of_products_reaches_dbt_and_a_fault_names_its_line(
    tmp_path: Path,
) -> None:
    workspace = _workspace(tmp_path)
    path = tmp_path / "product_map.csv"
    assert dbt_root.product_map(workspace) == []
    path.write_text("source_name,product_id,product_number\nweb, w9 ,P-42\n\n", encoding="utf-8")
    assert dbt_root.product_map(workspace) == [["web", "w9", "P-42"]]
    path.write_text(
        "source_name,product_id,product_number\nweb,w9,P-42\nweb,w9,P-43\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="line 3"):
        dbt_root.product_map(workspace)
    path.write_text("product,number\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1"):
        dbt_root.product_map(workspace)
