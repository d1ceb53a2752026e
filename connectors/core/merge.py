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


def create_raw(tables: Tables, columns: Mapping[str, str]) -> str:
    """The table in which the stream lands: its columns, then ours."""
    typed = ", ".join(f"{quoted(name)} {kind}" for name, kind in {**columns, **OURS}.items())
    return f"create table {tables.raw} ({typed})"


def is_changed(tables: Tables) -> str:
    """Condition on a row ``i`` that waits: it is new, or not as it landed, or came back."""
    return (
        f"not exists (select 1 from {tables.raw} r where r._key = i._key "
        "and r._hash = i._hash and not r._is_deleted)"
    )


def is_gone(tables: Tables, incoming: Incoming, stream: Stream) -> str:
    """Condition on a landed row ``r``: the source has it no more."""
    waits = f"exists (select 1 from {tables.rows} i where i._key = r._key)"
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


def expected_totals(tables: Tables, incoming: Incoming, stream: Stream) -> str:
    """Rows and sums of what would be live if the batch were admitted."""
    columns = listed(stream.control) or "1"
    parts = []
    if incoming.has_rows_table:
        parts.append(f"select {columns} from {tables.rows}")
    # A file that only ever adds is compared with itself, not with all that came before it.
    adds_only = stream.strategy == "snapshot" and stream.deletion == "none_immutable"
    if not incoming.is_anew and not adds_only:
        waits = "false"
        if incoming.has_rows_table:
            waits = f"exists (select 1 from {tables.rows} i where i._key = r._key)"
        gone = is_gone(tables, incoming, stream)
        parts.append(
            f"select {columns} from {tables.raw} r "
            f"where not r._is_deleted and not {waits} and not {gone}"
        )
    live = " union all ".join(parts) or f"select {columns} from {tables.raw} r where false"
    return f"select {control_expressions(stream.control)} from ({live})"


def live_totals(tables: Tables, control: Sequence[str]) -> str:
    """Rows and sums of what is live."""
    return f"select {control_expressions(control)} from {tables.raw} where not _is_deleted"


def admit_rows(tables: Tables, columns: Sequence[str]) -> tuple[str, str]:
    """Replace what changed: the statement that removes, and the one that inserts.

    Parameters of the second: batch number, time of reading. What did not change is not touched.
    A temporary table ``changed_rows`` holds the changed rows.
    """
    ours = listed(("_extra", "_key", "_hash"))
    names = f"{listed(columns)}, {ours}" if columns else ours
    delete = f"delete from {tables.raw} where _key in (select _key from changed_rows)"
    insert = (
        f"insert into {tables.raw} ({names}, _seq, _extracted_at, _is_deleted) "
        f"select {names}, ?, ?, false from changed_rows"
    )
    return delete, insert
