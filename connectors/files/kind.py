"""A source of kind ``files``: the folder or the address that ``path`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place, Site

if TYPE_CHECKING:
    from connectors.files.folder import Place as Folder


def folder_of(site: Site) -> Folder:
    """Where the files of a source lie. Raises ConfigError, without a secret."""
    from connectors.files.folder import LocalFolder
    from connectors.files.remote import RemoteFolder, is_address

    path = site.path()
    if is_address(path):
        return RemoteFolder(path, credentials=site.credentials(), options=site.settings.options)
    return LocalFolder(site.workspace.root / path)


def _connector(place: Place) -> Connector:
    from connectors.files.driver import FilesConnector

    return FilesConnector(place.source, folder_of(place), place.manifest)


KIND = Kind(_connector, reads=frozenset({"file"}))
