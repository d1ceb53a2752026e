"""A source of files of one stream, and how a test reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from connector_fakes import let_pass, rows_of

from connectors.core.extract import ArrivalCheck, extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest, Stream
from connectors.files.driver import FilesConnector
from connectors.files.folder import Place

Put = Callable[[str, str | bytes], Path]


def sales(**overrides: Any) -> Stream:
    """A stream of sales: id, name, amount."""
    fields: dict[str, Any] = {
        "name": "sales",
        "file": "sales.csv",
        "key": ["id"],
        "control": ["amount"],
        "columns": {"id": "integer", "name": "text", "amount": "decimal"},
    }
    return Stream.model_validate({**fields, **overrides})


class Source:
    """A source of files ``crm`` of one stream, read into a landing file."""

    def __init__(self, place: Path | Place, landing: Landing) -> None:
        self.place, self.landing = place, landing

    def sync(self, stream: Stream, check: ArrivalCheck | None = let_pass) -> StreamResult:
        """One reading, settled."""
        connector = FilesConnector("crm", self.place, Manifest(streams=(stream,)))
        return extract(connector, stream, self.landing, check)

    def landed(self, columns: str = "id, name, amount") -> list[tuple[Any, ...]]:
        """The live rows."""
        select = f"select {columns} from raw_crm.sales where not _is_deleted order by all"
        return rows_of(self.landing, select)
