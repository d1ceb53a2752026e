"""A source of kind ``files``: the folder that ``path`` names."""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.files.driver import FilesConnector

    return FilesConnector(place.source, place.workspace.root / place.path(), place.manifest)


KIND = Kind(_connector, reads=frozenset({"file"}))
