"""The landing's own books: what was read, admitted and refused, and where reading goes on.

Schema ``ops`` of the landing file. Every function runs inside the caller's transaction.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = (
    "create schema if not exists ops",
    "create schema if not exists incoming",
    "create schema if not exists quarantine",
    """create table if not exists ops.sync_state (
        source varchar not null, stream varchar not null, state json,
        updated_at timestamp with time zone)""",
    """create table if not exists ops.incoming (
        source varchar not null, stream varchar not null, detail json)""",
    """create table if not exists ops.batches (
        seq bigint not null, source varchar not null, stream varchar not null,
        read_at timestamp with time zone, rows_read bigint, rows_landed bigint,
        rows_deleted bigint, status varchar, reason json, control json)""",
    """create table if not exists ops.control_totals (
        source varchar not null, stream varchar not null, seq bigint, measure varchar,
        source_value decimal(38, 6), landed_value decimal(38, 6))""",
)
Status = Literal["received", "admitted", "unchanged", "refused", "failed"]


@dataclass(frozen=True)
class StreamResult:
    """What became of one reading of one stream; ``reason`` and ``remedy`` are for people."""

    source: str
    stream: str
    status: Status
    rows_read: int = 0
    rows_landed: int = 0
    rows_deleted: int = 0
    reason: str = ""
    remedy: str = ""
    notes: tuple[str, ...] = ()
    gap: str = ""
    watermark: str | None = None
    was_reread: bool = False
    seq: int | None = None
    expectations: int = 0
    quarantine: str | None = None


@dataclass(frozen=True)
class Incoming:
    """What stands in ``incoming``, between reading and admission; values of JSON only.

    ``reading``: pages of a reading that is under way, or was cut off; ``resume`` is where it goes
    on, and ``base`` the position from which it began. ``key_type``: of ``_key``, once it is known.
    ``gone``: how many landed rows the source has no more, where that was looked for.
    """

    source: str
    stream: str
    read_at: str
    fingerprint: str
    status: Literal["reading", "received", "failed"] = "received"
    is_whole: bool = False
    is_anew: bool = False
    was_reread: bool = False
    rows_read: int = 0
    columns: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    has_rows_table: bool = False
    has_keys: bool = False
    has_deletes: bool = False
    parts: tuple[str, ...] = ()
    has_lines: bool = False
    is_paged: bool = False
    key_type: str = ""
    highest_key: int | None = None
    state: Mapping[str, Any] | None = None
    resume: Mapping[str, Any] | None = None
    base: Mapping[str, Any] | None = None
    control_rows: int | None = None
    control_sums: Mapping[str, str] = field(default_factory=dict)
    gap: tuple[str, ...] = ()
    gone: int | None = None
    notes: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    reason: str = ""
    remedy: str = ""

    @property
    def watermark(self) -> str | None:
        """How far the source was read, for people."""
        mark = (self.state or {}).get("watermark")
        return None if mark is None else str(mark)

    def source_totals(self) -> dict[str, Decimal] | None:
        """Measure → what the source says; None when it said nothing."""
        if self.control_rows is None:
            return None
        sums = {f"sum({name})": Decimal(value) for name, value in self.control_sums.items()}
        return {"rows": Decimal(self.control_rows), **sums}


def state_of(con: DuckDBPyConnection, source: str, stream: str) -> dict[str, Any] | None:
    """``{"fingerprint", "position"}`` of the last admission; None when nothing was admitted."""
    row = con.execute(
        "select state from ops.sync_state where source = ? and stream = ?", [source, stream]
    ).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def state_after(incoming: Incoming) -> dict[str, Any]:
    """Where reading goes on once the batch is admitted."""
    return {"fingerprint": incoming.fingerprint, "position": dict(incoming.state or {})}


def move_state(con: DuckDBPyConnection, incoming: Incoming, *, is_first: bool) -> None:
    """Reading goes on from where this batch ended; ``is_first``: nothing was admitted before."""
    statement = (
        "insert into ops.sync_state (state, updated_at, source, stream) values (?, ?, ?, ?)"
        if is_first
        else "update ops.sync_state set state = ?, updated_at = ? where source = ? and stream = ?"
    )
    con.execute(
        statement,
        [
            json.dumps(state_after(incoming)),
            dt.datetime.now(dt.UTC),
            *(incoming.source, incoming.stream),
        ],
    )


FORGOTTEN: dict[str, Any] = {"fingerprint": "", "position": {}}


def forget_position(con: DuckDBPyConnection, source: str, stream: str) -> None:
    """Reading begins anew. The row stays: without one the landed table would be made anew too."""
    con.execute(
        "update ops.sync_state set state = ?, updated_at = ? where source = ? and stream = ?",
        [json.dumps(FORGOTTEN), dt.datetime.now(dt.UTC), source, stream],
    )


def incoming_of(con: DuckDBPyConnection, source: str, stream: str) -> Incoming | None:
    """The batch that waits for admission, if any."""
    row = con.execute(
        "select detail from ops.incoming where source = ? and stream = ?", [source, stream]
    ).fetchone()
    return None if row is None else _incoming(row[0])


def _incoming(text: str) -> Incoming:
    detail = json.loads(text)
    tuples = {name: tuple(value) for name, value in detail.items() if isinstance(value, list)}
    return Incoming(**{**detail, **tuples})


def note_incoming(con: DuckDBPyConnection, incoming: Incoming) -> None:
    """A batch waits for admission, or could not be read; what waited before was forgotten."""
    con.execute(
        "insert into ops.incoming values (?, ?, ?)",
        [incoming.source, incoming.stream, json.dumps(asdict(incoming))],
    )


def forget_incoming(con: DuckDBPyConnection, source: str, stream: str) -> Incoming | None:
    """No batch waits any more; return the one that did."""
    row = con.execute(
        "delete from ops.incoming where source = ? and stream = ? returning detail",
        [source, stream],
    ).fetchone()
    return None if row is None else _incoming(row[0])


def next_seq(con: DuckDBPyConnection) -> int:
    """The number of the next batch: one writer, so one more than the last."""
    row = con.execute("select coalesce(max(seq), 0) + 1 from ops.batches").fetchone()
    assert row is not None  # noqa: S101  an aggregate gives one row
    return int(row[0])


def version(con: DuckDBPyConnection) -> str:
    """A text that differs once any landed row, table or column does."""
    last = con.execute(
        "select seq, read_at from ops.batches where rows_landed > 0 or rows_deleted > 0"
        " order by seq desc limit 1"
    ).fetchone()
    columns = con.execute(
        "select string_agg(table_schema || '.' || table_name || '.' || column_name || ' '"
        " || data_type, ',' order by table_schema, table_name, ordinal_position)"
        " from information_schema.columns where table_schema like 'raw\\_%' escape '\\'"
    ).fetchone()
    return f"{last}|{columns}"


def note_batch(
    con: DuckDBPyConnection,
    result: StreamResult,
    incoming: Incoming,
    *,
    landed: Mapping[str, Decimal] | None = None,
    digest: str | None = None,
) -> None:
    """One line in ``ops.batches``; and the control totals, where the source gave them."""
    totals = incoming.source_totals()
    control = {
        "source": {name: str(value) for name, value in (totals or {}).items()},
        "landed": {name: str(value) for name, value in (landed or {}).items()},
        "gap": list(incoming.gap),
        "was_reread": incoming.was_reread,
    }
    reason = {
        "reason": result.reason,
        "remedy": result.remedy,
        "notes": list(result.notes),
        "quarantine": result.quarantine,
        "digest": digest,
        "expectations": result.expectations,
    }
    con.execute(
        "insert into ops.batches values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(result.seq, result.source, result.stream, incoming.read_at),
            *(result.rows_read, result.rows_landed, result.rows_deleted, result.status),
            *(json.dumps(reason), json.dumps(control)),
        ],
    )
    if totals is None or landed is None:
        return
    con.execute(
        "insert into ops.control_totals values " + ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(totals)),
        [
            part
            for measure, value in totals.items()
            for part in (
                *(result.source, result.stream, result.seq),
                *(measure, value, landed.get(measure)),
            )
        ],
    )
