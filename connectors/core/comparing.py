"""What the source said of itself against what has landed and what waits: rows, sums, keys.

Reads only; runs inside the landing's transaction or beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.core import merge
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.merge import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def totals(con: DuckDBPyConnection, statement: str, control: Sequence[str]) -> dict[str, Decimal]:
    """Measure → value: ``rows``, and ``sum(column)`` of each control column."""
    return measures(con.execute(statement).fetchone() or (), control)


def measures(row: Sequence[Any], control: Sequence[str]) -> dict[str, Decimal]:
    """The count and the sums of one row, by measure."""
    names = ["rows", *(f"sum({name})" for name in control)]
    return {name: Decimal(value) for name, value in zip(names, row, strict=True)}


def live_totals(con: DuckDBPyConnection, incoming: Incoming, stream: Stream) -> dict[str, Decimal]:
    """Rows and exact sums of what is live in the landing."""
    tables = Tables(incoming.source, incoming.stream)
    return totals(con, merge.live_totals(tables, stream.control), stream.control)


def measured(incoming: Incoming, stream: Stream) -> dict[str, Decimal] | None:
    """What is live, where ``compare`` found what the source said; None where it did not look.

    Only of a reading without rows: nothing was to land.
    """
    said = incoming.source_totals()
    wanted = {"rows", *(f"sum({name})" for name in stream.control)}
    return said if not incoming.has_rows_table and said and set(said) == wanted else None


def compare(
    con: DuckDBPyConnection, incoming: Incoming, stream: Stream
) -> tuple[tuple[str, ...], int | None]:
    """How what would be live differs from what the source counted in the same read; and how many
    landed rows the source has no more, where that was looked for."""
    said = incoming.source_totals()
    if said is None or not set(stream.control) <= set(incoming.columns or stream.control):
        return (), None
    found, gone = _expected(con, incoming, stream)
    gap = tuple(
        f"{measure}: the source says {_plain(value)}, the landing would have "
        f"{_plain(found[measure])}"
        for measure, value in said.items()
        if measure in found and found[measure] != value
    )
    return gap, gone


def _expected(
    con: DuckDBPyConnection, incoming: Incoming, stream: Stream
) -> tuple[dict[str, Decimal], int | None]:
    """Rows and sums of what would be live if the batch were admitted; and how many are gone."""
    tables, control = Tables(incoming.source, incoming.stream), stream.control
    has_landed = not incoming.is_anew and not merge.adds_only(stream)
    named = incoming.has_deletes or incoming.is_whole or incoming.parts
    if has_landed and not (named or incoming.has_rows_table or incoming.has_keys):
        return totals(con, merge.live_totals(tables, control), control), 0
    if has_landed and incoming.has_keys and not named:
        row = con.execute(merge.totals_if_all_exist(tables, incoming, stream)).fetchone() or ()
        if con.execute(merge.keys_digest(tables)).fetchone() == (row[0], row[-1]):
            return measures(row[:-1], control), 0
    found = measures([0] * (len(control) + 1), control)
    if incoming.has_rows_table:
        found = totals(con, merge.waiting_totals(tables, control), control)
    if not has_landed:
        return found, None
    gone = 0
    fates = con.execute(merge.totals_by_fate(tables, incoming, stream)).fetchall()
    for is_gone, waits, *counted in fates:
        gone += counted[0] if is_gone else 0
        if not is_gone and not waits:
            more = measures(counted, control)
            found = {name: value + more[name] for name, value in found.items()}
    return found, gone


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
