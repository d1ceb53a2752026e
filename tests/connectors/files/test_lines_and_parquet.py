"""JSON lines and Parquet: decimals exactly as they were sent, never through a float."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from connector_fakes import let_pass
from file_sources import Put, Source, sales

from affluent.errors import SourceError
from connectors.core.manifest import Stream
from connectors.files.parsing import parse


def _stream(file: str, **overrides: Any) -> Stream:
    fields: dict[str, Any] = {
        "name": "sales",
        "file": file,
        "columns": {"id": "text", "amount": "decimal"},
    }
    return Stream.model_validate({**fields, **overrides})


def _rows(text: str) -> list[dict[str, Any]]:
    return parse(text.encode(), "s.jsonl", _stream("s.jsonl")).table.to_pylist()


@pytest.mark.parametrize(
    ("wire", "landed"),
    [
        ("12345678901234.9999", "12345678901234.9999"),
        ("1.10", "1.10"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1e3", "1000"),
        ("-2.5E-3", "-0.0025"),
        ('"1.10"', "1.10"),
        ("null", None),
        ("true", "true"),
        ('{"z": [1.10]}', '{"z": [1.10]}'),
    ],
)
def test_a_value_lands_with_the_digits_of_the_wire(wire: str, landed: str | None) -> None:
    assert _rows(f'{{"id": "é\\u00e9", "amount": {wire}}}\n') == [{"id": "éé", "amount": landed}]


def test_members_may_come_later_or_never_and_blank_lines_do_not_count() -> None:
    parsed = parse(b'{"id":1}\n\n{"x":2,"id":3}', "s.jsonl", _stream("s.jsonl"))
    assert parsed.table.to_pylist() == [
        {"id": "1", "x": None, "amount": None},
        {"id": "3", "x": "2", "amount": None},
    ]
    assert parsed.lines == [1, 3]


def test_a_member_left_out_is_no_fault_but_another_in_its_place_is(
    source: Source, put: Put
) -> None:
    stream = sales(file="s.jsonl")
    put("s.jsonl", '{"id":1,"name":"a","amount":1}\n')
    assert source.sync(stream).status == "admitted"
    put("s.jsonl", '{"id":1,"amount":1}\n')
    assert source.sync(stream).status == "admitted"
    put("s.jsonl", '{"id":1,"name":"a","amount":1,"colour":"red"}\n')
    assert source.sync(stream).status == "admitted"
    put("s.jsonl", '{"id":1,"title":"a","amount":1,"colour":"red"}\n')
    result = source.sync(stream)
    assert result.status == "refused"
    assert "no line has name any more, and title is new" in result.reason


def test_what_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(SourceError, match="line 2: this is not UTF-8"):
        parse(b'{"id":1}\n{"id":"\xe9"}\n', "s.jsonl", _stream("s.jsonl"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"id": 1}\n{"id": \n', "line 2: this is no JSON object"),
        ('{"id": 1}\n[1]\n', "line 2: this is no JSON object"),
        ('[{"id": 1}]', "is one JSON array"),
        ('{\n"id": 1}', "one object runs over several lines"),
    ],
)
def test_a_line_that_is_no_object_is_told(content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        _rows(content)
    assert refused.value.remedy


def _parquet(table: pa.Table) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


EXACT = [Decimal("12345678901234.9999"), Decimal("0.0000")]
THREE = dt.datetime(2024, 1, 2, 3, tzinfo=dt.UTC)
TYPED = pa.table(
    {
        "id": pa.array([1, None], pa.int64()),
        "amount": pa.array(
            [Decimal("12345678901234.9999"), Decimal("0.0000")], pa.decimal128(24, 4)
        ),
        "price": pa.array([0.1, 1e21], pa.float64()),
        "on": pa.array([dt.date(2024, 1, 2), None]),
        "at": pa.array(
            [dt.datetime(2024, 1, 2, 3, tzinfo=dt.UTC), None], pa.timestamp("us", "UTC")
        ),
        "paid": pa.array([True, False]),
        "tags": pa.array([["a"], None], pa.list_(pa.string())),
        "kind": pa.array(["x", "y"]).dictionary_encode(),
    }
)


def test_parquet_lands_as_exact_text() -> None:
    stream = _stream("s.parquet")
    first, second = parse(_parquet(TYPED), "s.parquet", stream).table.to_pylist()
    assert first == {
        "id": "1",
        "amount": "12345678901234.9999",
        "price": "0.1",
        "on": "2024-01-02",
        "at": "2024-01-02 03:00:00+00",
        "paid": "true",
        "tags": '["a"]',
        "kind": "x",
    }
    assert (second["amount"], second["price"]) == ("0.0000", "1000000000000000000000")
    assert (second["id"], second["on"], second["tags"]) == (None, None, None)


def test_what_is_no_parquet_is_told_and_half_of_one_is_waited_for(source: Any, put: Any) -> None:
    with pytest.raises(SourceError, match="cannot be read as Parquet"):
        parse(b"id,amount\n1,1\n", "s.parquet", _stream("s.parquet"))
    put("sales.parquet", _parquet(TYPED)[:-20])
    result = source.sync(_stream("sales.parquet"), let_pass)
    assert (result.status, "has no footer" in result.reason) == ("failed", True)


def test_a_packed_file_is_unpacked_whatever_its_format(source: Any, put: Any) -> None:
    put("sales.csv.gz", gzip.compress(b"id;amount\n1;1.10\n"))
    assert source.sync(_stream("sales.csv.gz")).status == "admitted"
    assert source.landed("id, amount") == [("1", "1.10")]
