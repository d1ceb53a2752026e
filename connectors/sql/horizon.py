"""Reading by transaction ids, so that what commits late is never lost.

A time stamp is given when a row is written, and the row appears when its transaction commits: a
reading in between passes it by. The id of a transaction is given at its first write, and a snapshot
knows the oldest id that was still under way (``pg_snapshot_xmin``): the horizon. All that it could
not see has that id or a higher one. Who reads from there the next time misses nothing, however long
a transaction lasted, and needs no look-back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.core.contract import State
from connectors.sql.attached import Attached

MAY_IDENTIFY = "select has_function_privilege('pg_control_system()', 'execute')"
SYSTEM = "select system_identifier::text from pg_control_system()"
# A snapshot of the transaction, so of all its queries: it is REPEATABLE READ.
HORIZON = """
    select pg_snapshot_xmin(pg_current_snapshot())::text,
        (select oid::text from pg_database where datname = current_database()),
        (now() at time zone 'UTC')::text || '+00'"""


@dataclass(frozen=True)
class Horizon:
    """What a snapshot may not have seen begins at transaction ``xid``; ``seen_at`` is its time.

    ``store`` names the server's data and the database: ids of another one mean nothing here.
    """

    xid: int
    store: str
    seen_at: str

    def since(self, state: State | None, shape: Mapping[str, str]) -> int | None:
        """From which transaction to read; None: whole.

        Whole when nothing was read yet; when the ids are of another store, or went back, as in one
        that was restored; when a column came or went, since that leaves no trace in the rows.
        """
        if state is None or state.get("store") != self.store:
            return None
        if state.get("shape") != digest(shape):
            return None
        since = int(state["horizon"])
        return since if since <= self.xid else None

    def state(self, shape: Mapping[str, str]) -> dict[str, Any]:
        """Where the next reading goes on; the watermark is for people: read up to then."""
        return {
            "strategy": "horizon",
            "horizon": str(self.xid),
            "store": self.store,
            "shape": digest(shape),
            "watermark": self.seen_at,
        }


def horizon_of(db: Attached) -> Horizon:
    """The horizon of the snapshot that ``db`` is in."""
    xid, database, seen_at = db.ask(HORIZON).fetchone() or ("0", "", "")
    may_identify = (db.ask(MAY_IDENTIFY).fetchone() or (False,))[0]
    system = (db.ask(SYSTEM).fetchone() or ("",))[0] if may_identify else "unknown"
    return Horizon(int(xid), f"{system}:{database}", seen_at)


def digest(shape: Mapping[str, str]) -> str:
    """Columns and types in few letters."""
    return hashlib.sha256(json.dumps(dict(shape)).encode()).hexdigest()[:16]
