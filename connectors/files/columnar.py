"""Parquet as a table of texts: decimals exact, days and moments ISO, moments in UTC."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from affluent.errors import SourceError
from connectors.core.columns import quoted
from connectors.core.file_names import FILE
from connectors.files.parsed import Parsed, column_names, empty_table

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.manifest import Stream


def parse_parquet(data: bytes, name: str, stream: Stream) -> Parsed:
    """All rows of a file, every column as text, nested ones as JSON.

    Raises SourceError when it is no Parquet file, or is encrypted.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not data:
        return Parsed(empty_table([column for column in stream.columns if column != FILE]))
    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise SourceError(
            f"{name} cannot be read as Parquet: {error}",
            remedy="Export it again, neither encrypted nor of a kind that Arrow does not know.",
        ) from error
    column_names(table.column_names, name, 1)
    return Parsed(as_texts(table))


def as_texts(table: Any) -> pa.Table:
    """A table of any types as texts."""
    import duckdb
    import pyarrow as pa

    con = duckdb.connect()
    try:
        con.execute("set TimeZone = 'UTC'")
        con.register("arriving", table)
        parts = [_cast(field.name, field.type) for field in table.schema]
        texts: pa.Table = con.execute(f"select {', '.join(parts)} from arriving").to_arrow_table()
    finally:
        con.close()
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = [_plain(text) for text in texts.column(place).to_pylist()]
            texts = texts.set_column(place, field.name, pa.array(column, pa.string()))
    return texts


def _cast(name: str, kind: Any) -> str:
    import pyarrow as pa

    column = quoted(name)
    if pa.types.is_nested(kind):
        json = f"cast(to_json({column}) as varchar)"
        return f"case when {column} is not null then {json} end as {column}"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return f"hex({column}) as {column}"
    return f"cast({column} as varchar) as {column}"


def _plain(text: str | None) -> str | None:
    """A float without an exponent; what is no number, as nan, stays."""
    return f"{Decimal(text):f}" if text and "e" in text.lower() else text
