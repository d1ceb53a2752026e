"""JSON into typed columns: exact decimals, nothing for nothing, faults by name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from affluent.errors import SourceError
from connectors.core.manifest import Column
from connectors.core.wire.fields import declared
from connectors.core.wire.rows import Rows

ODOO: dict[Any, tuple[Any, ...]] = {
    **dict.fromkeys(("text", "integer", "decimal", "date", "timestamp", "json"), (False,))
}
SPEC: TypeAdapter[Any] = TypeAdapter(Column)


def _value(spec: dict[str, Any], wire: str) -> Any:
    field = declared("x", SPEC.validate_python(spec), "x", ODOO)
    return (
        Rows("erp.items", [field]).table(b'[{"x":' + wire.encode() + b"}]").column("x")[0].as_py()
    )


@pytest.mark.parametrize(
    ("kind", "wire", "value"),
    [
        ("decimal(28,6)", "12345678901234.9999", Decimal("12345678901234.999900")),
        ("decimal(18,2)", "0.30000000000000004", Decimal("0.30")),
        ("decimal(18,2)", "1.005", Decimal("1.01")),
        ("decimal(18,2)", "-1.005", Decimal("-1.01")),
        ("decimal(18,2)", "1e3", Decimal("1000.00")),
        ("decimal(18,2)", "0", Decimal("0.00")),
        ("decimal(18,2)", "false", None),
        ("integer", "0", 0),
        ("integer", "false", None),
        ("integer", '[7,"Nord"]', 7),
        ("boolean", "false", False),
        ("text", "false", None),
        ("text", '""', ""),
        ("text", '"é\\u0000"', "é\x00"),
        ("date", '"2026-02-28"', dt.date(2026, 2, 28)),
        ("date", "false", None),
        ("timestamp", '"2026-02-28 10:11:12"', dt.datetime(2026, 2, 28, 10, 11, 12, tzinfo=dt.UTC)),
        (
            "timestamp",
            '"2026-02-28T10:11:12+01:00"',
            dt.datetime(2026, 2, 28, 9, 11, 12, tzinfo=dt.UTC),
        ),
        ("json", '{"1,2":100.0}', '{"1,2":100.0}'),
        ("json", "false", None),
    ],
)
def test_a_value_of_the_wire_lands_as(kind: str, wire: str, value: Any) -> None:
    assert _value({"type": kind}, wire) == value


def test_zero_is_not_nothing_and_sentinels_are() -> None:
    spec = {"type": "date", "nulls": ["0001-01-01"]}
    assert _value(spec, '"0001-01-01"') is None
    assert _value({"type": "integer", "nulls": [0]}, "0") is None
    assert _value({"type": "integer", "nulls": [1]}, "0") == 0


def test_codes_become_words_and_unknown_ones_stay() -> None:
    spec = {"type": "text", "codes": {"0": "sale", "1": "purchase"}}
    assert (_value(spec, '"0"'), _value(spec, '"9"')) == ("sale", "9")


@pytest.mark.parametrize(
    ("kind", "wire", "said"),
    [
        ("decimal(18,2)", '"abc"', r"Invalid decimal string - at `\$\[0\].x`"),
        ("decimal(5,2)", "123456.78", "column 'x' holds what is no decimal"),
        ("text", "7", "Expected `bool | str | null`, got `int`"),
        ("date", '"31/12/2025"', "column 'x' holds what is no date"),
        ("integer", "1.5", "got `float`"),
    ],
)
def test_what_is_not_as_declared_is_told(kind: str, wire: str, said: str) -> None:
    with pytest.raises(SourceError, match=said.replace("|", r"\|") if "`" in said else said):
        _value({"type": kind}, wire)


def test_half_a_body_is_told() -> None:
    field = declared("x", SPEC.validate_python("text"), "x", ODOO)
    with pytest.raises(SourceError, match="is no JSON"):
        Rows("erp.items", [field]).table(b'[{"x":"a')
