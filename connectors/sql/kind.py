"""A source of kind ``sql``: the database that ``url`` names. The operational store is one too."""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.sql.driver import SqlConnector

    return SqlConnector(place.source, place.url(), place.manifest, root=place.workspace.root)


KIND = Kind(_connector)
