"""How a batch that waits meets what has landed: which rows are new, changed or gone. SQL only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.core.columns import OURS, control_expressions, listed, literal, quoted
from connectors.core.file_names import FILE
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream


@dataclass(frozen=True)
class Tables:
    """The tables of one stream in the landing file, as identifiers of SQL."""

    source: str
    stream: str

    @property
    def schema(self) -> str:
        return quoted(f"raw_{self.source}")

    @property
    def raw(self) -> str:
        return f"{self.schema}.{quoted(self.stream)}"

    @property
    def rows(self) -> str:
        return self._incoming("")

    @property
    def keys(self) -> str:
        return self._incoming("__keys")

    @property
    def deletes(self) -> str:
        return self._incoming("__deletes")

    def quarantine(self, seq: int) -> str:
        return f"quarantine.{quoted(f'{self.source}__{self.stream}__{seq}')}"

    def _incoming(self, suffix: str) -> str:
        return f"incoming.{quoted(f'{self.source}__{self.stream}{suffix}')}"


def create_raw(tables: Tables, columns: Mapping[str, str], key_type: str) -> str:
    """The table in which the stream lands: its columns, then ours."""
    kinds = {**columns, **OURS, "_key": key_type}
    typed = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds.items())
    return f"create table {tables.raw} ({typed})"


# Keys are the same when there are as many, and the sums of their hashes agree. To look for each of
# 2 M keys among 2 M takes ten times as long.
KEYS_DIGEST = "coalesce(sum(hash(_key)), 0)"


def _waits(tables: Tables) -> str:
    """Condition on a landed row ``r``: one of its key came."""
    return f"exists (select 1 from {tables.rows} i where i._key = r._key)"


def is_changed(tables: Tables) -> str:
    """Condition on a row ``i`` that waits: it is new, or not as it landed, or came back."""
    return (
        f"not exists (select 1 from {tables.raw} r where r._key = i._key "
        "and r._hash = i._hash and not r._is_deleted)"
    )


def is_ended(tables: Tables, incoming: Incoming) -> str:
    """Condition on a landed row ``r`` of a stream that lands anew: it is not what waits."""
    if not incoming.has_rows_table:
        return "true"
    same = "cast(i._key as varchar) = cast(r._key as varchar) and i._hash = r._hash"
    return f"not exists (select 1 from {tables.rows} i where {same})"


def is_gone(tables: Tables, incoming: Incoming, stream: Stream) -> str:
    """Condition on a landed row ``r``: the source has it no more."""
    waits = _waits(tables)
    ways = []
    if incoming.is_whole and stream.deletion != "none_immutable":
        ways.append(f"not {waits}")
    if incoming.has_keys:
        ways.append(f"not exists (select 1 from {tables.keys} k where k._key = r._key)")
    if incoming.parts:
        parts = ", ".join(literal(name) for name in incoming.parts)
        brought = f"r.{quoted(FILE)} in ({parts})"
        ways.append(f"({brought} and not {waits})" if incoming.has_rows_table else brought)
    if incoming.has_deletes:
        named = f"exists (select 1 from {tables.deletes} d where d._key = r._key)"
        ways.append(f"({named} and not {waits})" if incoming.has_rows_table else named)
    return f"({' or '.join(ways)})" if ways else "false"


def adds_only(stream: Stream) -> bool:
    """A file that only ever adds is compared with itself, not with all that came before it."""
    return stream.strategy == "snapshot" and stream.deletion == "none_immutable"


def totals_if_all_exist(tables: Tables, incoming: Incoming, stream: Stream) -> str:
    """Rows and sums of what would be live if nothing were gone, and the digest of its keys."""
    columns = ", ".join(filter(None, [listed(stream.control), "_key"]))
    parts = [f"select {columns} from {tables.raw} r where not r._is_deleted"]
    if incoming.has_rows_table:
        parts[0] += f" and not {_waits(tables)}"
        parts.append(f"select {columns} from {tables.rows}")
    live = " union all ".join(parts)
    return f"select {control_expressions(stream.control)}, {KEYS_DIGEST} from ({live})"


def keys_digest(tables: Tables) -> str:
    """How many keys the source says it has, and their digest."""
    return f"select count(*), {KEYS_DIGEST} from {tables.keys}"


def totals_by_fate(tables: Tables, incoming: Incoming, stream: Stream) -> str:
    """Of live rows: whether they are gone, whether they came again; then their rows and sums."""
    waits = _waits(tables) if incoming.has_rows_table else "false"
    columns = ", ".join(
        [
            f"{is_gone(tables, incoming, stream)} as is_gone",
            f"{waits} as waits",
            *(quoted(name) for name in stream.control),
        ]
    )
    live = f"select {columns} from {tables.raw} r where not r._is_deleted"
    found = f"is_gone, waits, {control_expressions(stream.control)}"
    return f"select {found} from ({live}) group by is_gone, waits"


def waiting_totals(tables: Tables, control: Sequence[str]) -> str:
    """Rows and sums of what waits."""
    return f"select {control_expressions(control)} from {tables.rows}"


def live_totals(tables: Tables, control: Sequence[str]) -> str:
    """Rows and sums of what is live."""
    return f"select {control_expressions(control)} from {tables.raw} where not _is_deleted"


def admit_rows(tables: Tables, columns: Sequence[str], of: str) -> str:
    """Puts rows of the table ``of`` among what has landed.

    Parameters: batch number, time of reading. What did not change is not touched.
    """
    ours = listed(("_extra", "_key", "_hash"))
    names = f"{listed(columns)}, {ours}" if columns else ours
    return (
        f"insert into {tables.raw} ({names}, _seq, _extracted_at, _is_deleted) "
        f"select {names}, ?, ?, false from {of}"
    )
