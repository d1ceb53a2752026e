"""What stands in a landing file, and what waits in it: questions only, nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.core import admission, ledger
from connectors.core.admission import column_types, count
from connectors.core.columns import LINE, OURS, quoted
from connectors.core.known import Known
from connectors.core.merge import Tables
from connectors.core.readings import Reading, reading_of

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from connectors.core.ledger import Incoming
    from connectors.core.manifest import Stream


class Landed:
    """An open landing file, to be asked."""

    def __init__(self, con: DuckDBPyConnection) -> None:
        self._con = con
        self._known = Known(con)
        self._found: tuple[Incoming, tuple[int, int]] | None = None

    def position(self, source: str, stream: Stream) -> Mapping[str, Any] | None:
        """Where reading goes on; None: from the beginning, also when the manifest has changed."""
        state = self._known.state(source, stream.name)
        if state is None or state["fingerprint"] != stream.fingerprint:
            return None
        return dict(state["position"])

    def kept(self, source: str, stream: Stream) -> Incoming | None:
        """What was kept of a reading that was cut off, or not admitted; None when it is of no use.

        It is, as long as it began where reading goes on now, and the manifest is the same.
        """
        waits = self.incoming(source, stream) if self._known.waits(source, stream.name) else None
        if waits is None or waits.resume is None or waits.fingerprint != stream.fingerprint:
            return None
        return waits if waits.base == self.position(source, stream) else None

    def incoming(self, source: str, stream: Stream) -> Incoming | None:
        """What waits for admission; also what another process has left there."""
        known = self._known.waiting(source, stream.name)
        return known or ledger.incoming_of(self._con, source, stream.name)

    def waiting(self, incoming: Incoming, columns: Sequence[str]) -> pa.Table:
        """The rows that wait, as text: ``columns``, then ``_key`` and ``_line``."""
        tables = Tables(incoming.source, incoming.stream)
        texts = [f"cast({quoted(name)} as varchar) as {quoted(name)}" for name in columns]
        chosen = ", ".join([*texts, "cast(_key as varchar) as _key", LINE])
        return self._con.execute(
            f"select {chosen} from {tables.rows} order by {LINE}"
        ).to_arrow_table()

    def waiting_types(self, incoming: Incoming) -> dict[str, str]:
        """Column that waits → its type."""
        found = column_types(self._con, Tables(incoming.source, incoming.stream).rows)
        return {name: found[name] for name in incoming.columns}

    def landed_types(self, incoming: Incoming) -> dict[str, str]:
        """Landed column, ours left out → its type."""
        found = column_types(self._con, Tables(incoming.source, incoming.stream).raw)
        return {name: kind for name, kind in found.items() if name not in OURS}

    def keys_waiting(self, incoming: Incoming) -> int:
        """How many rows the source says it has, by its list of keys."""
        return count(self._con, Tables(incoming.source, incoming.stream).keys, "true")

    def reading(self, source: str, stream: Stream) -> Reading:
        """How far the stream was read, and how what is live ties to what its source said."""
        return reading_of(self._con, source, stream)

    def changes(self, incoming: Incoming, stream: Stream) -> tuple[int, int]:
        """Rows that would land, and landed rows that would be flagged as deleted."""
        found = admission.changes(self._con, incoming, stream)
        self._found = (incoming, found)
        return found
