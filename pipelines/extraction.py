"""From the workspace's sources to what is admitted: which stream, with which connector, and what
of it the journal must know. How a stream is read and judged is in ``connectors``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from affluent.errors import AffluentError, ConfigError, SourceError
from affluent.settings import Workspace
from connectors.core import extract
from connectors.core.contract import Connector
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest
from connectors.registry import connector_for, manifest_for
from pipelines.river import River
from serving.refreshes import Problem

Metadata = dict[str, str | int]


def manifests(workspace: Workspace) -> dict[str, Manifest]:
    """Source → its manifest, in the order of ``affluent.toml``; raises ConfigError."""
    return {name: manifest_for(workspace, name) for name in workspace.config.sources}


def require_readable(river: River) -> None:
    """Look at every source before anything is read.

    Raises ConfigError when a source that never landed anything is not where it should be: that
    is a fault of configuration. One that did is left to its streams, so that the others go on.
    """
    workspace = river.workspace
    if not workspace.config.sources:
        raise ConfigError(
            f"{workspace.root / 'affluent.toml'} names no source.",
            remedy="Add one: [sources.NAME] with kind and path or url.",
        )
    for name, manifest in manifests(workspace).items():
        if _is_operations(workspace, name):
            continue  # its server was started, or its failure is known to its streams
        try:
            connector_for(workspace, name).check()
        except ConfigError:
            landing = river.landing()
            seen = any(landing.position(name, stream) for stream in manifest.streams)
            if not seen:
                raise
        except SourceError:
            continue


def fetch(river: River, source: str, names: Sequence[str]) -> list[tuple[str, Metadata]]:
    """Read streams of a source into the landing's ``incoming``; return what to show of each."""
    manifest = manifest_for(river.workspace, source)
    streams = [manifest.stream(name) for name in names]
    told: list[tuple[str, Metadata]] = []
    with river.timed("landing"):
        landing = river.landing()
        try:
            with _connector(river, source).snapshot() as reader:
                for stream in streams:
                    result = extract.fetch(reader, stream, landing)
                    found: Metadata = {"status": result.status, "rows_read": result.rows_read}
                    told.append((stream.name, found))
        except AffluentError as error:  # the source itself cannot be reached
            for stream in streams[len(told) :]:
                landing.fail(source, stream, error)
                told.append((stream.name, {"status": "failed", "reason": error.message}))
    return told


def settle(river: River, source: str, names: Sequence[str]) -> Iterator[tuple[str, Metadata]]:
    """Admit or refuse what waits of streams; put what went wrong into the journal."""
    manifest = manifest_for(river.workspace, source)
    for name in names:
        with river.timed("arrival checks"):
            result = extract.settle(source, manifest.stream(name), river.landing())
        river.rows_landed += result.rows_landed + result.rows_deleted
        _tell(river, result)
        yield (
            name,
            {
                "status": result.status,
                "rows_read": result.rows_read,
                "rows_landed": result.rows_landed,
                "rows_deleted": result.rows_deleted,
                "expectations": result.expectations,
            },
        )


def require_every_stream_once(river: River) -> None:
    """Raise SourceError when a stream was never admitted: figures without it would mislead."""
    landing = river.landing()
    missing: list[str] = []
    for source, manifest in manifests(river.workspace).items():
        streams = manifest.streams
        lacks = [one.name for one in streams if landing.position(source, one) is None]
        is_all = len(lacks) == len(streams) > 1
        missing += [f"all of {source}"] if is_all else [f"{source}.{name}" for name in lacks]
    if missing:
        raise SourceError(
            f"Nothing is built: these streams were never admitted: {', '.join(missing)}.",
            remedy="Mend what is said of them above and refresh again.",
        )


def _connector(river: River, source: str) -> Connector:
    if not _is_operations(river.workspace, source):
        return connector_for(river.workspace, source)
    if river.operations_error is not None:
        raise river.operations_error
    return connector_for(river.workspace, source, river.operations_dsn)


def _is_operations(workspace: Workspace, source: str) -> bool:
    return workspace.config.sources[source].kind == "operations"


def _tell(river: River, result: StreamResult) -> None:
    place = f"{result.source}.{result.stream}"
    for note in result.notes:
        river.say(f"· {note}")
    if result.status == "admitted":
        deleted = f", {result.rows_deleted:,} deleted" if result.rows_deleted else ""
        rows = f"{result.rows_read:,} row{'s' if result.rows_read != 1 else ''}"
        landed = f"{rows} read, {result.rows_landed:,} landed{deleted}"
        river.say(f"✓ {place}: {landed}")
    elif result.status in {"refused", "failed"}:
        kind = "refused" if result.status == "refused" else "unreachable"
        river.report(
            Problem(
                kind=kind,
                source=result.source,
                stream=result.stream,
                message=result.reason,
                remedy=result.remedy,
            )
        )
