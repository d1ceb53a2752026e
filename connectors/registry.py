"""From the name of a source in ``affluent.toml`` to its manifest and the driver that reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from affluent.errors import ConfigError
from affluent.settings import CONFIG_NAME, Workspace, secret
from connectors.core.contract import Connector
from connectors.core.manifest import Manifest
from connectors.core.manifest_file import MANIFEST_NAME, load_manifest

if TYPE_CHECKING:
    from connectors.fec.driver import FecConnector

# Kinds that read files, in the folder or by the pattern that path names.
FILES = ("files", "fec")


def manifest_for(workspace: Workspace, source: str) -> Manifest:
    """The manifest of ``source``: the workspace's own, or ours for a built-in system.

    Raises ConfigError for an unknown source, a missing or broken manifest, or a stream that
    the source's kind cannot read.
    """
    _require(workspace, source)
    path = workspace.source_dir(source) / MANIFEST_NAME
    manifest = load_manifest(path)
    is_files = workspace.config.sources[source].kind in FILES
    for stream in manifest.streams:
        if is_files and stream.file is None:
            raise ConfigError(
                f"{path}: stream '{stream.name}': a source of kind files needs file.",
                remedy=f'Write file = "…" there, or kind = "sql" in {CONFIG_NAME}.',
            )
        if not is_files and stream.file is not None:
            raise ConfigError(
                f"{path}: stream '{stream.name}': file is for a source of kind files.",
                remedy=f'Write table = "…" or query = "…", or kind = "files" in {CONFIG_NAME}.',
            )
    return manifest


def connector_for(workspace: Workspace, source: str, dsn: str | None = None) -> Connector:
    """The connector that reads ``source``.

    ``dsn``: where the database is, as libpq understands it; needed for the operational store,
    whose place only its server knows; for the others it replaces ``url``.
    """
    manifest = manifest_for(workspace, source)
    settings = workspace.config.sources[source]
    if settings.kind in FILES:
        if settings.path is None:
            raise ConfigError(
                f"{workspace.root / CONFIG_NAME}: sources.{source}: path is missing.",
                remedy='Write path = "…", the folder of its files, relative to the workspace.',
            )
        place = workspace.root / settings.path
        if settings.kind == "fec":
            return _fec_connector(workspace, source, place, manifest)
        from connectors.files.driver import FilesConnector

        return FilesConnector(source, place, manifest)
    from connectors.sql.driver import SqlConnector

    if dsn is None and settings.url is not None:
        dsn = secret(settings.url, used_for=f"the source {source}")
    if dsn is None:
        raise ConfigError(
            f"{workspace.root / CONFIG_NAME}: sources.{source}: no database is named.",
            remedy='Write url = "env:NAME" and set that variable to the address of the database.',
        )
    return SqlConnector(source, dsn, manifest)


def _fec_connector(
    workspace: Workspace, source: str, place: Path, manifest: Manifest
) -> FecConnector:
    from connectors.fec.driver import FecConnector

    return FecConnector(
        source,
        place,
        manifest,
        rules=workspace.config.sources[source].rules,
        fiscal_year_start=workspace.config.company.fiscal_year_start,
    )


def _require(workspace: Workspace, source: str) -> None:
    if source not in workspace.config.sources:
        known = ", ".join(workspace.config.sources) or "none"
        raise ConfigError(
            f"There is no source '{source}' in {workspace.root / CONFIG_NAME}.",
            remedy=f"Add [sources.{source}], or take one of: {known}.",
        )
