"""Reads CSV files of a folder: whole, when their content is not the one that landed last."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from affluent.errors import ConfigError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.manifest import Manifest, Stream
from connectors.files.parsing import parse, read_header, sum_exactly
from connectors.files.quiet import read_quiet


class FilesConnector:
    """A folder of files, one a stream."""

    def __init__(self, source: str, folder: Path, manifest: Manifest) -> None:
        self.source = source
        self.folder = Path(os.path.normpath(folder))
        self.manifest = manifest

    def check(self) -> None:
        """Raise ConfigError naming the folder or the files that are missing."""
        if not self.folder.is_dir():
            raise ConfigError(
                f"The folder of the source '{self.source}' is missing: {self.folder}",
                remedy="Put there "
                + ", ".join(stream.file or "" for stream in self.manifest.streams)
                + f"; or correct path under [sources.{self.source}] in affluent.toml.",
            )
        missing = [self._path(s) for s in self.manifest.streams if not self._path(s).is_file()]
        if missing:
            raise ConfigError(
                f"The source '{self.source}' lacks: " + ", ".join(str(path) for path in missing),
                remedy=f"Put them into {self.folder}, or correct file in the manifest.",
            )

    def discover(self) -> list[StreamSchema]:
        """The header of each declared file; every column is text."""
        found = []
        for stream in self.manifest.streams:
            text = self._path(stream).read_text(encoding=stream.encoding)
            names = read_header(text, self._path(stream), stream.delimiter)
            found.append(StreamSchema(stream.name, tuple((name, "text") for name in names)))
        return found

    def snapshot(self) -> AbstractContextManager[FilesConnector]:
        """Files are written one by one: there is no moment that they share."""
        return nullcontext(self)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """The whole file; only a checkpoint when its bytes are those that landed last."""
        path = self._path(stream)
        data, modified_at = read_quiet(path)
        digest = hashlib.sha256(data).hexdigest()
        if state is None or state.get("sha256") != digest:
            parsed = parse(data, path, stream)
            yield Batch(parsed.table, first_line=parsed.first_line)
            present = [name for name in stream.control if name in parsed.table.column_names]
            sums = {name: sum_exactly(parsed.table, name) for name in present}
            yield ControlTotals(parsed.table.num_rows, sums)
            yield SnapshotComplete()
        yield Checkpoint(
            {"strategy": "content", "sha256": digest, "watermark": modified_at.isoformat()}
        )

    def _path(self, stream: Stream) -> Path:
        return self.folder / (stream.file or stream.name)
