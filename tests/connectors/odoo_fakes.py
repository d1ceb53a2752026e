"""What the tests of Odoo share: its server in this process, and the connector that reads it."""

from __future__ import annotations

from typing import Any

from connectors.core.http.secrets import Secret
from connectors.core.http.transport import Address
from connectors.core.landing import Landing
from connectors.odoo.client import Access
from connectors.odoo.driver import OdooConnector
from tests.connectors.servers.in_process import InProcess
from tests.connectors.servers.odoo import DATABASE, LOGIN, OdooServer
from tests.connectors.servers.odoo_company import MANIFEST

SOURCE = "erp"


def connector_to(
    server: OdooServer,
    *,
    source: str = SOURCE,
    key: str | None = None,
    companies: tuple[int, ...] = (),
    **changes: Any,
) -> OdooConnector:
    """A connector to a server of this process, with its key unless another is given."""
    access = Access(
        changes.pop("database", DATABASE),
        changes.pop("login", LOGIN),
        Secret(key or server.key),
        companies,
    )
    return OdooConnector(
        source,
        Address("https://erp.example"),
        access,
        changes.pop("manifest", MANIFEST),
        variable="ODOO_KEY",
        wire=InProcess(server.app),
        clock=server.clock,
        **changes,
    )


def landed(
    landing: Landing, stream: str, columns: str = "*", source: str = SOURCE
) -> list[tuple[Any, ...]]:
    """The live rows of a stream, by id."""
    statement = f"select {columns} from raw_{source}.{stream} where not _is_deleted order by id"
    return landing._con.execute(statement).fetchall()
