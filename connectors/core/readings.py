"""How far a stream was read, and how what is live ties to what its source said of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from connectors.core import admission, comparing, ledger, merge
from connectors.core.ledger import Status
from connectors.core.manifest import Stream
from connectors.core.merge import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LAST = """
    select status, rows_landed from ops.batches
    where source = ? and stream = ? order by seq desc limit 1"""
LAST_GOOD = """
    select read_at from ops.batches
    where source = ? and stream = ? and status in ('admitted', 'unchanged')
    order by seq desc limit 1"""
LAST_TOTALS = """
    select measure, source_value from ops.control_totals
    where source = $1 and stream = $2 and seq = (
        select max(seq) from ops.control_totals where source = $1 and stream = $2)"""


@dataclass(frozen=True)
class Reading:
    """Of one stream: the last good reading, what the last one became, and the totals.

    ``rows_landed``: by the last reading; ``rows_total``: live now. ``source_totals`` are what the
    source said when it was last counted, ``landed_totals`` what is live now, both by measure:
    ``rows`` and ``sum(column)``; both empty where the landing keeps more than the source has.
    """

    source: str
    stream: str
    status: Status
    read_at: dt.datetime | None
    watermark: str | None
    rows_landed: int
    rows_total: int
    source_totals: Mapping[str, Decimal]
    landed_totals: Mapping[str, Decimal]


def reading_of(con: DuckDBPyConnection, source: str, stream: Stream) -> Reading:
    """The reading of a stream; status ``failed`` when it was never read."""
    names = [source, stream.name]
    tables = Tables(source, stream.name)
    last = con.execute(LAST, names).fetchone()
    good = con.execute(LAST_GOOD, names).fetchone()
    state = ledger.state_of(con, source, stream.name) or {"position": {}}
    said: dict[str, Decimal] = {}
    adds_only = stream.strategy == "snapshot" and stream.deletion == "none_immutable"
    if not adds_only:
        said = dict(con.execute(LAST_TOTALS, names).fetchall())
    if stream.strategy == "horizon":
        said.pop(f"sum({stream.cursor})", None)  # of versions, not of anything that people count
    has_table = bool(admission.column_types(con, tables.raw))
    found: dict[str, Decimal] = {}
    if has_table:
        found = comparing.totals(con, merge.live_totals(tables, stream.control), stream.control)
    return Reading(
        source=source,
        stream=stream.name,
        status=last[0] if last else "failed",
        read_at=good[0] if good else None,
        watermark=state["position"].get("watermark"),
        rows_landed=int(last[1]) if last else 0,
        rows_total=int(found.get("rows", 0)),
        source_totals=said,
        landed_totals={name: found[name] for name in said if name in found},
    )
