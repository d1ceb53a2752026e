"""The years that stand as one table: the published columns, and whose line each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from connectors.fec.years import Year
from standards.fec.columns import AMOUNTS, CASH_COLUMNS, COLUMNS
from standards.fec.layout import LINE

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

OURS = ("Siren", "ClosedOn", "LineNumber", "FileName")
WORKING = (LINE, "debit", "credit", "day")


def as_table(years: Sequence[Year]) -> pa.Table:
    """Every line of every year; a column that only some files have is null in the others."""
    import polars as pl

    frame = pl.concat([_frame(year) for year in years], how="diagonal")
    extras = [name for name in frame.columns if name not in (*OURS, *COLUMNS, *CASH_COLUMNS)]
    table: pa.Table = frame.select(*OURS, *COLUMNS, *CASH_COLUMNS, *extras).to_arrow()
    for name in AMOUNTS:
        place = table.column_names.index(name)
        table = table.set_column(place, name, _money(table.column(name)))
    return table


def _frame(year: Year) -> pl.DataFrame:
    import polars as pl

    frame = year.examined.frame
    assert frame is not None  # noqa: S101  a file that cannot be cut into fields is no year
    return frame.with_columns(
        pl.lit(year.siren).alias("Siren"),
        pl.lit(year.closed_on).alias("ClosedOn"),
        pl.col(LINE).alias("LineNumber"),
        pl.lit(year.name).alias("FileName"),
        pl.col("debit").alias("Debit"),
        pl.col("credit").alias("Credit"),
    ).drop(WORKING)


def _money(cents: Any) -> Any:
    """Whole cents as decimals with two places: the same digits, read otherwise."""
    import pyarrow as pa

    whole = cents.combine_chunks().cast(pa.decimal128(19, 0))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(whole), whole.buffers())
