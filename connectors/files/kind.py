"""A source of kind ``files``: the folder or the address that ``path`` names."""

from __future__ import annotations

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place


def _connector(place: Place) -> Connector:
    from connectors.files.driver import FilesConnector
    from connectors.files.folder import LocalFolder
    from connectors.files.folder import Place as Folder
    from connectors.files.remote import RemoteFolder, is_address

    path = place.path()
    folder: Folder
    if is_address(path):
        folder = RemoteFolder(path, credentials=place.credentials(), options=place.settings.options)
    else:
        folder = LocalFolder(place.workspace.root / path)
    return FilesConnector(place.source, folder, place.manifest)


KIND = Kind(_connector, reads=frozenset({"file"}))
