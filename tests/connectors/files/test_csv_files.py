"""CSV files: landed as text, whole, once; a broken one is told by its line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import let_pass, rows_of

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Checkpoint
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest, Stream
from connectors.files import driver, quiet
from connectors.files.driver import FilesConnector

Write = Callable[[str | bytes], Path]


def _stream(**overrides: Any) -> Stream:
    fields: dict[str, Any] = {
        "name": "sales",
        "file": "sales.csv",
        "key": ["id"],
        "control": ["amount"],
        "columns": {"id": "integer", "name": "text", "amount": "decimal"},
    }
    return Stream.model_validate({**fields, **overrides})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the source exports to."""
    path = tmp_path / "exports"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes sales.csv, finished a minute ago."""

    def written(content: str | bytes) -> Path:
        path = folder / "sales.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        minute_ago = time.time() - 60
        os.utime(path, (minute_ago, minute_ago))
        return path

    return written


def _sync(folder: Path, landing: Landing, stream: Stream | None = None) -> StreamResult:
    stream = stream or _stream()
    connector = FilesConnector("crm", folder, Manifest(streams=(stream,)))
    return extract(connector, stream, landing, let_pass)


def _landed(landing: Landing) -> list[tuple[Any, ...]]:
    return rows_of(
        landing, "select id, name, amount from raw_crm.sales where not _is_deleted order by id"
    )


def test_everything_lands_as_text_and_an_empty_field_is_null(
    folder: Path, landing: Landing, write: Write
) -> None:
    write('id,name,amount\n007, spaced ,1.10\n8,,""\n9,NULL,+2\n')
    assert _sync(folder, landing).status == "admitted"
    assert _landed(landing) == [
        ("007", " spaced ", "1.10"),
        ("8", None, None),
        ("9", "NULL", "+2"),
    ]


def test_the_same_content_is_not_parsed_again(
    folder: Path, landing: Landing, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "id,name,amount\n1,a,1\n"
    write(content)
    _sync(folder, landing)
    write(content)

    def never(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(driver, "parse", never)
    result = _sync(folder, landing)
    assert (result.status, result.rows_read, result.rows_landed) == ("unchanged", 0, 0)
    assert landing.reading("crm", _stream()).landed_totals["sum(amount)"] == Decimal(1)


def test_a_corrected_file_replaces_what_it_brought(
    folder: Path, landing: Landing, write: Write
) -> None:
    write("id,name,amount\n1,a,1\n2,b,2\n")
    _sync(folder, landing)
    write("id,name,amount\n2,b,2\n3,c,3\n")
    result = _sync(folder, landing)
    assert (result.rows_landed, result.rows_deleted) == (1, 1)
    assert _landed(landing) == [("2", "b", "2"), ("3", "c", "3")]


def test_undeclared_columns_are_kept_and_reported(
    folder: Path, landing: Landing, write: Write
) -> None:
    write("id,colour,name,amount,\n1,red,a,1,x\n2,,b,2,\n")
    result = _sync(folder, landing)
    assert result.notes == ("crm.sales: undeclared, kept in _extra: 'colour', 'unnamed_5'",)
    assert rows_of(landing, "select _extra from raw_crm.sales order by id") == [
        ('{"colour":"red","unnamed_5":"x"}',),
        ('{"colour":null,"unnamed_5":null}',),
    ]


def test_a_new_order_of_columns_changes_nothing(
    folder: Path, landing: Landing, write: Write
) -> None:
    write("id,name,amount\n1,a,1\n")
    _sync(folder, landing)
    write("amount,id,name\n1,1,a\n")
    assert _sync(folder, landing).status == "unchanged"


def test_control_totals_are_summed_exactly_from_the_text(
    folder: Path, landing: Landing, write: Write
) -> None:
    write("id,name,amount\n1,a,0.1\n2,b,0.2\n3,c,123456789012345678.25\n")
    result = _sync(folder, landing)
    assert result.gap == ""
    totals = landing.reading("crm", _stream())
    assert totals.source_totals["sum(amount)"] == Decimal("123456789012345678.55")
    assert totals.landed_totals == totals.source_totals


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("cp1252", ";"), ("utf-16", "\t"), ("utf-8-sig", "|")]
)
def test_encoding_and_delimiter_are_as_declared(
    folder: Path, landing: Landing, write: Write, encoding: str, delimiter: str
) -> None:
    text = "id,name,amount\n1,Crème à 5 €,1\n".replace(",", delimiter)
    write(text.encode(encoding))
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    _sync(folder, landing, _stream(encoding=declared, delimiter=delimiter))
    assert _landed(landing) == [("1", "Crème à 5 €", "1")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,name,amount\n1,a,1\n2,b\n3,c,3,3\n", "2 broken rows"),
        ("id,name,amount\n1,a,1\n2,b\n3,c,3,3\n", "line 3 (2 fields), line 4 (4 fields)"),
        (b"id,name,amount\n1,a,1\n2,\x81,1\n", "line 3: this is not utf-8 nor cp1252"),
        (b"id,name,amount\n1,a,1\n2,a\x00,1\n", "line 3: it holds a NUL byte"),
        (b"PK\x03\x04", "is a workbook or a zip file, not text"),
        ("id,name,id\n1,a,1\n", "line 1: the column 'id' stands twice"),
        ('id,amount,name\n1,1,"a\n2,2,b\n', "opens a quote that is never closed"),
    ],
)
def test_a_broken_file_is_told_by_its_line_and_older_data_stands(
    folder: Path, landing: Landing, write: Write, content: str | bytes, words: str
) -> None:
    write("id,name,amount\n1,old,1\n")
    _sync(folder, landing)
    write(content)
    result = _sync(folder, landing)
    assert result.status == "failed"
    assert words in result.reason
    assert str(folder / "sales.csv") in result.reason
    assert result.remedy
    assert _landed(landing) == [("1", "old", "1")]


def test_quotes_delimiters_and_line_ends_inside_a_field_are_kept(
    folder: Path, landing: Landing, write: Write
) -> None:
    write('id,name,amount\r\n1,"two\nlines, ""quoted""",1\r\n2,5" pipe,2\r\n')
    _sync(folder, landing)
    assert _landed(landing) == [("1", 'two\nlines, "quoted"', "1"), ("2", '5" pipe', "2")]


def test_a_missing_folder_and_a_missing_file_are_told_before_anything_is_read(
    tmp_path: Path, folder: Path
) -> None:
    manifest = Manifest(streams=(_stream(),))
    with pytest.raises(ConfigError) as no_folder:
        FilesConnector("crm", tmp_path / "x" / ".." / "nowhere", manifest).check()
    assert str(tmp_path / "nowhere") in str(no_folder.value)
    assert "sales.csv" in no_folder.value.remedy
    with pytest.raises(ConfigError) as no_file:
        FilesConnector("crm", folder, manifest).check()
    assert str(folder / "sales.csv") in str(no_file.value)
    assert no_file.value.exit_code == 2


def test_a_file_that_goes_missing_later_fails_its_stream_only(
    folder: Path, landing: Landing, write: Write
) -> None:
    write("id,name,amount\n1,a,1\n")
    _sync(folder, landing)
    (folder / "sales.csv").unlink()
    result = _sync(folder, landing)
    assert result.status == "failed"
    assert "No such file" in result.reason
    assert len(_landed(landing)) == 1


def test_a_file_that_is_still_being_written_is_not_read(
    folder: Path, landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "sales.csv"
    path.write_text("id,name,amount\n1,a,1\n")

    def somebody_goes_on(_: float) -> None:
        with path.open("a") as file:
            file.write("2,b")

    monkeypatch.setattr(quiet.time, "sleep", somebody_goes_on)
    result = _sync(folder, landing)
    assert result.status == "failed"
    assert "is still being written" in result.reason


def test_an_empty_file_may_be_allowed(folder: Path, landing: Landing, write: Write) -> None:
    write("")
    assert _sync(folder, landing, _stream(allow_empty=True)).status == "admitted"
    assert _landed(landing) == []


def test_discovery_gives_the_headers(folder: Path, write: Write) -> None:
    write("id,name\n1,a\n")
    connector = FilesConnector("crm", folder, Manifest(streams=(_stream(),)))
    assert connector.discover()[0].columns == (("id", "text"), ("name", "text"))


def test_reading_an_unchanged_file_yields_only_a_checkpoint(folder: Path, write: Write) -> None:
    write("id,name,amount\n1,a,1\n")
    connector = FilesConnector("crm", folder, Manifest(streams=(_stream(),)))
    *_, last = connector.read(_stream(), None)
    assert isinstance(last, Checkpoint)
    assert list(connector.read(_stream(), last.state)) == [last]


def test_an_unknown_encoding_is_told(folder: Path, write: Write) -> None:
    write("id\n1\n")
    stream = _stream(encoding="utf-99")
    connector = FilesConnector("crm", folder, Manifest(streams=(stream,)))
    with pytest.raises(SourceError, match="no encoding named 'utf-99'"):
        list(connector.read(stream, None))
