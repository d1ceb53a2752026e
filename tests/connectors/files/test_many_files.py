"""A stream of many files: each is remembered by its content, and answers for what it brought."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import rows_of
from file_sources import Put, Source, sales

from affluent.errors import ConfigError
from connectors.core.contract import Batch
from connectors.core.manifest import Manifest, Stream
from connectors.files import look, many
from connectors.files.driver import FilesConnector
from connectors.files.folder import LocalFolder

HEAD = "id,name,amount\n"


def _sales(**overrides: Any) -> Stream:
    return sales(**{"file": "sales_*.csv", **overrides})


def test_every_file_adds_its_rows_and_says_so(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1.10\n")
    put("sales_2.csv", f"{HEAD}2,b,2.20\n")
    assert source.sync(_sales()).status == "admitted"
    assert source.landed("id, amount, _file") == [
        ("1", "1.10", "sales_1.csv"),
        ("2", "2.20", "sales_2.csv"),
    ]
    totals = source.landing.reading("crm", _sales())
    assert totals.source_totals == {"rows": Decimal(2), "sum(amount)": Decimal("3.30")}
    assert totals.landed_totals == totals.source_totals


def test_only_files_that_changed_are_parsed(
    source: Source, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales())
    parsed = []
    real = many.parse
    monkeypatch.setattr(many, "parse", lambda *a: (parsed.append(Path(a[1]).name), real(*a))[1])
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    assert source.sync(_sales()).status == "unchanged"
    put("sales_2.csv", f"{HEAD}2,b,2\n")
    assert source.sync(_sales()).rows_landed == 1
    assert parsed == ["sales_2.csv"]
    assert len(source.landed()) == 2


def test_a_corrected_file_replaces_what_it_had_brought_and_nothing_else(
    source: Source, put: Put
) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n2,b,2\n")
    put("sales_2.csv", f"{HEAD}3,c,3\n")
    source.sync(_sales())
    put("sales_1.csv", f"{HEAD}2,B,2\n")
    result = source.sync(_sales())
    assert (result.status, result.rows_landed, result.rows_deleted) == ("admitted", 1, 1)
    assert source.landed() == [("2", "B", "2"), ("3", "c", "3")]


@pytest.mark.parametrize(("deletes", "left"), [(None, ["2"]), ("none_immutable", ["1", "2"])])
def test_what_a_vanished_file_had_brought_goes_or_stays_as_the_manifest_says(
    source: Source, put: Put, deletes: str | None, left: list[str]
) -> None:
    stream = _sales(deletes=deletes)
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    put("sales_2.csv", f"{HEAD}2,b,2\n")
    source.sync(stream)
    (source.place / "sales_1.csv").unlink()  # type: ignore[operator]
    result = source.sync(stream)
    assert source.landed("id") == [(key,) for key in left]
    assert any("is gone" in note for note in result.notes) == (deletes is None)
    assert source.sync(stream).status == "unchanged"


def test_the_same_file_sent_again_under_another_name_is_left_out(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales())
    put("sales_1 (copy).csv", f"{HEAD}1,a,1\n")
    put("sales_2.csv", f"{HEAD}1,a,1\n")
    result = source.sync(_sales(key=[]))
    assert sum("once more, byte by byte" in note for note in result.notes) == 2
    assert len(source.landed()) == 1
    (source.place / "sales_1 (copy).csv").unlink()  # type: ignore[operator]
    (source.place / "sales_1.csv").unlink()  # type: ignore[operator]
    source.sync(_sales(key=[]))
    assert source.landed("_file") == [("sales_2.csv",)]


def test_a_renamed_file_keeps_its_rows(source: Source, put: Put) -> None:
    path = put("sales_1.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales())
    path.rename(path.with_name("sales_2024.csv"))
    assert source.sync(_sales()).rows_deleted == 0
    assert source.landed("id, _file") == [("1", "sales_2024.csv")]


def test_of_a_key_of_two_files_the_last_file_may_be_believed(source: Source, put: Put) -> None:
    stream = _sales(same_key="last_file")
    put("sales_1.csv", f"{HEAD}1,a,1\n3,x,3\n")
    put("sales_2.csv", f"{HEAD}1,b,2\n2,c,3\n")
    assert source.sync(stream).gap == ""
    assert source.landed() == [("1", "b", "2"), ("2", "c", "3"), ("3", "x", "3")]
    put("sales_1.csv", f"{HEAD}1,A,9\n")
    source.sync(stream)
    assert source.landed() == [("1", "b", "2"), ("2", "c", "3")]
    (source.place / "sales_2.csv").unlink()  # type: ignore[operator]
    source.sync(stream)
    assert source.landed() == [("1", "A", "9")]


def test_rows_without_a_key_are_counted_file_by_file(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n1,a,1\n")
    put("sales_2.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales(key=[]))
    assert len(source.landed()) == 3
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    put("sales_2.csv", f"{HEAD}1,a,1\n2,b,1\n")
    source.sync(_sales(key=[]))
    assert len(source.landed()) == 3


def test_what_only_some_files_have_is_kept_for_them(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    put("sales_2.csv", "colour,id,name,amount\nred,2,b,2\n")
    result = source.sync(_sales())
    assert result.notes == ("crm.sales: undeclared, kept in _extra: 'colour'",)
    assert source.landed("id, _extra") == [("1", None), ("2", '{"colour":"red"}')]


def test_a_file_that_lacks_a_column_is_named_and_nothing_of_the_batch_lands(
    source: Source, put: Put
) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales())
    put("sales_2.csv", "id,label,amount\n2,b,2\n")
    put("sales_3.csv", f"{HEAD}3,c,3\n")
    result = source.sync(_sales())
    assert result.status == "refused"
    assert "sales_2.csv lacks name; it has: id, label, amount." in result.reason
    assert source.landed("id") == [("1",)]


def test_files_that_nobody_has_finished_are_not_read(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    put(".sales_2.csv", "half")
    put("~$sales_3.csv", "a lock of Excel")
    put("sales_4.csv.part", "half")
    put("sales_5.csv.tmp", "half")
    assert source.sync(_sales(file="*sales_*")).status == "admitted"
    assert source.landed("_file") == [("sales_1.csv",)]


def test_a_file_that_moves_is_left_for_the_next_time_and_the_others_go_on(
    source: Source, put: Put
) -> None:
    put("sales_1.jsonl", '{"id": 1, "name": "a", "amount": 1.10}\n')
    put("sales_2.jsonl.gz", b"\x1f\x8b\x08\x00 cut")
    result = source.sync(_sales(file="sales_*.jsonl*"))
    assert result.status == "admitted"
    assert any("sales_2.jsonl.gz: the gzip file is not whole" in note for note in result.notes)
    assert source.landed("id, amount") == [("1", "1.10")]


def test_no_file_at_all_leaves_what_landed(source: Source, put: Put) -> None:
    path = put("sales_1.csv", f"{HEAD}1,a,1\n")
    source.sync(_sales())
    path.unlink()
    result = source.sync(_sales())
    assert (result.status, len(source.landed())) == ("failed", 1)
    assert "finds no file" in result.reason
    allowed = source.sync(_sales(allow_empty=True))
    assert (allowed.status, source.landed()) == ("admitted", [])


def test_many_files_are_waited_for_once(
    source: Source, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("connectors.files.quiet.time.sleep", pauses.append)
    for number in range(5):
        os.utime(put(f"sales_{number}.csv", f"{HEAD}{number},a,1\n"))
    source.sync(_sales())
    assert len(pauses) == 1


def test_what_there_is_no_room_for_is_read_once_more(
    source: Source, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    real = LocalFolder.read
    monkeypatch.setattr(LocalFolder, "read", lambda *a: (reads.append(a[1]), real(*a))[1])
    monkeypatch.setattr(look, "KEPT_BYTES", 30)
    for number in range(3):
        put(f"sales_{number}.csv", f"{HEAD}{number},a,1\n")
    assert source.sync(_sales()).rows_landed == 3
    assert len(reads) == 5


def test_small_files_of_the_same_columns_land_together(source: Source, put: Put) -> None:
    for number in range(3):
        put(f"sales_{number}.csv", f"{HEAD}{number},a,1\n")
    put("sales_3.csv", "colour,id,name,amount\nred,3,b,2\n")
    connector = FilesConnector("crm", source.place, Manifest(streams=(_sales(),)))  # type: ignore[arg-type]
    batches = [event for event in connector.read(_sales(), None) if isinstance(event, Batch)]
    assert [list(one.lines or ()) for one in batches] == [[2, 2, 2], []]
    assert batches[1].first_line == 2


def test_a_new_pattern_lands_the_stream_anew(source: Source, put: Put) -> None:
    put("sales_1.csv", f"{HEAD}1,a,1\n")
    put("orders_1.csv", f"{HEAD}2,b,2\n")
    source.sync(_sales())
    source.sync(_sales(file="orders_*.csv"))
    assert rows_of(source.landing, "select id from raw_crm.sales") == [("2",)]


def test_a_pattern_that_finds_nothing_is_told_before_anything_is_read(folder: Path) -> None:
    connector = FilesConnector("crm", folder, Manifest(streams=(_sales(),)))
    with pytest.raises(ConfigError, match=r"lacks: .*sales_\*\.csv"):
        connector.check()
