"""A workspace for people who type: its server is kept running for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from typist import Typist

from affluent.settings import load_workspace
from affluent.workspace import create
from operations.database import migrate, server


@pytest.fixture(scope="module")
def keyboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typist]:
    """A new workspace; what its tests type stands until the last of them."""
    root = tmp_path_factory.mktemp("desk") / "company"
    create(root)
    with server.running(load_workspace(root)) as store:
        migrate.upgrade(store.owner)
        yield Typist(root, store.writer)


@pytest.fixture
def typist(keyboard: Typist, capsys: pytest.CaptureFixture[str]) -> Typist:
    """Who types at it."""
    keyboard.capture = capsys
    return keyboard
