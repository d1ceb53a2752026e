"""A manifest that is wrong is told with its file, stream, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from affluent.errors import ConfigError
from affluent.settings import load_workspace
from connectors.core.manifest import Stream
from connectors.core.manifest_file import load_manifest
from connectors.files.driver import FilesConnector
from connectors.registry import connector_for, manifest_for
from connectors.sql.driver import SqlConnector

GOOD = """
[[streams]]
name = "sales"
file = "sales.csv"
key = ["id"]
control = ["amount"]

[streams.columns]
id = "integer"
amount = "decimal(18, 2)"
sold_on = { type = "date", format = "%d/%m/%Y", required = true }

[[control_totals]]
entity = "sales_lines"
model = "stg_crm__sales"
sum = "amount"
"""


def _load(tmp_path: Path, text: str) -> str:
    path = tmp_path / "manifest.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_manifest(path)
    assert caught.value.exit_code == 2
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_short_and_long_forms_of_a_column_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(GOOD)
    manifest = load_manifest(path)
    columns = manifest.stream("sales").columns
    assert (columns["amount"].type, columns["amount"].scale) == ("decimal", 2)
    assert columns["sold_on"].format == "%d/%m/%Y"
    assert columns["sold_on"].required
    assert not columns["id"].required
    assert manifest.control_totals[0].model == "stg_crm__sales"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("key =", "keys =", "stream 'sales': keys: this key is not known"),
        ('"integer"', '"number"', "stream 'sales': columns.id.type"),
        ('name = "sales"', 'name = "a__b"', "'__' separates source and stream"),
        ('name = "sales"', "", "stream number 1: name: this key is required"),
        ('key = ["id"]', 'key = ["no"]', "key names 'no', which is not in [streams.columns]"),
        ('control = ["amount"]', 'control = ["sold_on"]', "declare it integer or decimal"),
        ('file = "sales.csv"', "", "give one of file, table, query"),
        ('file = "sales.csv"', 'table = "a"\nquery = "select 1"', "give one of file, table, query"),
        ('key = ["id"]', 'cursor = "id"', 'cursor needs strategy = "watermark"'),
        ('file = "sales.csv"', 'table = "t"\nstrategy = "watermark"', "needs cursor"),
        ('file = "sales.csv"', 'table = "t"\ndeletes = "id_reconcile"', 'use "snapshot"'),
        ("sum =", "total =", "control_totals.0.total: this key is not known"),
        ('file = "sales.csv"', "file = sales.csv", "this is not TOML"),
        ('id = "integer"', 'id = { type = "integer", format = "%d" }', "format is for date"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert words in _load(tmp_path, GOOD.replace(old, new, 1))


def test_two_streams_of_one_name_are_refused(tmp_path: Path) -> None:
    stream = GOOD.split("[[control_totals]]", maxsplit=1)[0]
    assert "two streams are named 'sales'" in _load(tmp_path, stream + stream)


def test_an_unknown_stream_is_told_with_those_that_exist(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(GOOD)
    with pytest.raises(ConfigError, match="Take one of: sales"):
        load_manifest(path).stream("sale")


def test_what_is_only_judged_does_not_land_a_stream_anew() -> None:
    def stream(**column: object) -> Stream:
        fields = {"name": "s", "file": "s.csv", "columns": {"a": {"type": "date", **column}}}
        return Stream.model_validate(fields)

    assert stream().fingerprint == stream(required=True, format="%Y").fingerprint
    assert stream().fingerprint != stream(type="text").fingerprint


@pytest.fixture
def workspace_dir(tmp_path: Path) -> Path:
    """A workspace with one source of each kind."""
    (tmp_path / "affluent.toml").write_text(
        '[company]\nname = "X"\n[sources.crm]\nkind = "files"\npath = "data"\n'
        '[sources.shop]\nkind = "sql"\n[sources.operations]\nkind = "operations"\n'
    )
    for source in ("crm", "shop"):
        (tmp_path / "sources" / source).mkdir(parents=True)
        (tmp_path / "sources" / source / "manifest.toml").write_text(GOOD)
    return tmp_path


def test_each_kind_of_source_has_its_driver(workspace_dir: Path) -> None:
    workspace = load_workspace(workspace_dir)
    files = connector_for(workspace, "crm")
    assert isinstance(files, FilesConnector)
    assert str(files.place) == str(workspace.root / "data")
    assert isinstance(connector_for(workspace, "operations", "host=x"), SqlConnector)
    names = [stream.name for stream in manifest_for(workspace, "operations").streams]
    assert {"customers", "invoice_lines", "journal_lines", "opportunities"} <= set(names)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nobody", "take one of: crm, shop, operations"),
        ("shop", "file is for a source of kind files"),
        ("operations", "no database is named"),
    ],
)
def test_a_source_that_cannot_be_read_is_told(workspace_dir: Path, source: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        connector_for(load_workspace(workspace_dir), source)


def test_a_missing_manifest_is_told(workspace_dir: Path) -> None:
    (workspace_dir / "sources" / "crm" / "manifest.toml").unlink()
    with pytest.raises(ConfigError, match=r"No manifest at .*crm/manifest\.toml"):
        manifest_for(load_workspace(workspace_dir), "crm")
