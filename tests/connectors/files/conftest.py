"""What the tests of files share: a folder, and a way to read a stream of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from file_sources import Put, Source

from connectors.core.landing import Landing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the source exports to."""
    path = tmp_path / "exports"
    path.mkdir()
    return path


@pytest.fixture
def put(folder: Path) -> Put:
    """Writes a file, finished a minute ago."""

    def written(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        minute_ago = time.time() - 60
        os.utime(path, (minute_ago, minute_ago))
        return path

    return written


@pytest.fixture
def source(folder: Path, landing: Landing) -> Source:
    """The source of the folder."""
    return Source(folder, landing)
