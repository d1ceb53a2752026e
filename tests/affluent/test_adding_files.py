"""``affluent source add files`` declares what lies in a folder, and says what it could not tell."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from source_shell import Shell

from affluent.settings import load_workspace
from connectors.core.manifest import Stream
from connectors.core.manifest_file import load_manifest

ORDERS = "order_id;ordered_on;total;note\n1001;31/01/2024;1 234,50;é\n1002;01/02/2024;2,00;\n"


def put(folder: Path, name: str, content: str | bytes) -> None:
    """A file that was finished a minute ago."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    os.utime(path, (time.time() - 60,) * 2)


def declared(shell: Shell, source: str = "shop") -> dict[str, Stream]:
    """The streams of the manifest that was written."""
    manifest = load_manifest(shell.root / "sources" / source / "manifest.toml")
    return {stream.name: stream for stream in manifest.streams}


def add(shell: Shell) -> int:
    """Add the folder ``acme/data`` as the source ``shop``."""
    return shell.run("add", "files", "--path", "acme/data", "--name", "shop")


@pytest.fixture
def data(shell: Shell) -> Path:
    """The folder that is looked at."""
    return shell.root / "data"


def test_a_french_export_is_declared_as_it_is(shell: Shell, data: Path) -> None:
    put(data, "orders.csv", ORDERS.encode("cp1252"))
    assert add(shell) == 0
    stream = declared(shell)["orders"]
    assert (stream.encoding, stream.delimiter, stream.decimal_mark) == ("cp1252", ";", ",")
    assert stream.key == ("order_id",)
    types = {name: (spec.type, spec.format) for name, spec in stream.columns.items()}
    assert types == {
        "order_id": ("integer", None),
        "ordered_on": ("date", "%d/%m/%Y"),
        "total": ("decimal", None),
        "note": ("text", None),
    }
    assert "key order_id, unlike in every row" in shell.out
    assert "encoding cp1252" in shell.out
    assert load_workspace(shell.root).config.sources["shop"].path == "data"
    assert shell.run("check", "shop") == 0


def test_files_that_differ_by_digits_are_one_stream(shell: Shell, data: Path) -> None:
    for month in ("01", "02"):
        put(data, f"orders_2024-{month}.csv", f"id,amount\n{month}1,1.5\n{month}2,2\n")
    put(data, "lines.csv", "order_id,line,sku\n1,1,a\n1,2,a\n2,1,b\n")
    assert add(shell) == 0
    streams = declared(shell)
    assert {name: stream.file for name, stream in streams.items()} == {
        "lines": "lines.csv",
        "orders": "orders_*.csv",
    }
    assert streams["lines"].key == ("order_id", "line")
    assert streams["orders"].columns["id"].type == "text"  # 011 is the name of something
    assert "files: 2, rows: 4" in shell.out


def test_what_cannot_be_told_stays_text_and_is_said(shell: Shell, data: Path) -> None:
    put(data, "a.csv", "name,on,amount\nx,01/02/2024,1\nx,03/04/2024,1\n")
    assert add(shell) == 0
    stream = declared(shell)["a"]
    assert (stream.key, stream.columns["on"].type) == ((), "text")
    assert "nobody can tell the day from the month" in shell.out
    assert "the content of a row is its key" in shell.out


def test_files_of_one_name_that_differ_in_columns_are_streams_of_their_own(
    shell: Shell, data: Path
) -> None:
    for month, amount in (("01", "amount"), ("02", "amount"), ("03", "total")):
        put(data, f"orders_{month}.csv", f"id,{amount}\n{month},1\n")
    assert add(shell) == 0
    assert list(declared(shell)) == ["orders_01", "orders_02", "orders_03"]


def test_a_pattern_would_find_every_other_file_too_and_is_not_proposed_then(
    shell: Shell, data: Path
) -> None:
    put(data, "sales_1.csv", "id,amount\n1,1\n2,1\n")
    put(data, "sales_2.csv", "id,amount\n3,1\n")
    put(data, "sales_targets.csv", "year,target\n2024,1\n2025,1\n")
    assert add(shell) == 0
    streams = declared(shell)
    assert streams["sales"].file == "sales_[0-9]*.csv"
    assert shell.run("preview", "shop.sales", "--format", "csv") == 0
    assert shell.out.count("sales_") == 3


@pytest.mark.parametrize(
    ("prepare", "code", "said"),
    [
        ("nothing", 2, "There is no file that can be read in"),
        ("broken", 3, "line 3 (3 fields)"),
        ("manifest", 2, "manifest.toml exists already"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(
    prepare: str, code: int, said: str, shell: Shell, data: Path
) -> None:
    data.mkdir()
    if prepare != "nothing":
        put(data, "a.csv", "id,amount\n1,1\n" + ("2,2,2\n" if prepare == "broken" else "2,2\n"))
    if prepare == "manifest":
        (shell.root / "sources" / "shop").mkdir(parents=True)
        (shell.root / "sources" / "shop" / "manifest.toml").write_text("# mine\n")
    before = shell.config.read_bytes()
    assert add(shell) == code
    assert said in shell.err
    assert shell.config.read_bytes() == before
    if prepare != "manifest":
        assert not (shell.root / "sources").exists()


def test_a_secret_is_given_by_its_variable_only(shell: Shell) -> None:
    options = ["add", "files", "--path", "memory://exports", "--credential"]
    assert shell.run(*options, "secret=hunter2") == 2
    assert "a secret is not written here" in shell.err
    assert shell.run(*options, "secret") == 2
    assert "is written key=value" in shell.err
