"""From the name of a source to its manifest and the connector that reads it."""

from __future__ import annotations

from functools import cache

from affluent.errors import ConfigError
from affluent.kinds import broken, entry_of
from affluent.settings import CONFIG_NAME, Workspace
from connectors.core.contract import Connector
from connectors.core.kind import Kind, Place
from connectors.core.manifest import Manifest, Stream
from connectors.core.manifest_file import MANIFEST_NAME, load_manifest


@cache
def kind_named(name: str) -> Kind:
    """A kind of source, ours or of another package.

    Raises ConfigError, naming the package, when it is not there or cannot be loaded.
    """
    entry = entry_of(name)
    try:
        kind = entry.load()
    except Exception as error:  # a package may raise anything while it is imported
        raise broken(name, entry, f"{type(error).__name__}: {error}") from error
    if not isinstance(kind, Kind):
        raise broken(name, entry, "that is no connectors.core.kind.Kind")
    return kind


def manifest_for(workspace: Workspace, source: str) -> Manifest:
    """The manifest of ``source``: the workspace's own, or the one that comes with its kind.

    Raises ConfigError for an unknown source, a missing or broken manifest, or a stream that
    the source's kind cannot read.
    """
    _require(workspace, source)
    path = workspace.source_dir(source) / MANIFEST_NAME
    manifest = load_manifest(path)
    name = workspace.config.sources[source].kind
    reads = kind_named(name).reads
    for stream in manifest.streams:
        if _place_of(stream) in reads:
            continue
        if reads == {"file"}:
            raise ConfigError(
                f"{path}: stream '{stream.name}': a source of kind {name} needs file.",
                remedy=f'Write file = "…" there, or kind = "sql" in {CONFIG_NAME}.',
            )
        raise ConfigError(
            f"{path}: stream '{stream.name}': {_place_of(stream)} is for a source of kind "
            f"{'files' if stream.file else 'sql'}.",
            remedy=f"Write {' = … or '.join(sorted(reads))} = … there, or another kind in "
            f"{CONFIG_NAME}.",
        )
    return manifest


def connector_for(workspace: Workspace, source: str, dsn: str | None = None) -> Connector:
    """The connector that reads ``source``.

    ``dsn``: where the database is, as libpq understands it; needed for the operational store,
    whose place only its server knows; for the others it replaces ``url``.
    """
    manifest = manifest_for(workspace, source)
    kind = kind_named(workspace.config.sources[source].kind)
    return kind.connector(Place(workspace, source, manifest, dsn))


def _place_of(stream: Stream) -> str:
    """The key that says where a stream is read from."""
    return next(
        key for key in ("file", "table", "query", "resource") if getattr(stream, key) is not None
    )


def _require(workspace: Workspace, source: str) -> None:
    if source not in workspace.config.sources:
        known = ", ".join(workspace.config.sources) or "none"
        raise ConfigError(
            f"There is no source '{source}' in {workspace.root / CONFIG_NAME}.",
            remedy=f"Add [sources.{source}], or take one of: {known}.",
        )
