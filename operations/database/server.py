"""The server of the operational store: the one inside the workspace, or the one of a url.

The embedded server listens on a socket of the file system only, and lets in the user of the
operating system who made it: there is no password to keep. It runs while someone uses it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from affluent.errors import SourceError
from affluent.settings import Workspace, secret
from operations.database.cluster import DATABASE, EXTRACTOR, OWNER, WRITER, Cluster


@dataclass(frozen=True)
class Store:
    """How to reach the operational store, by role, as libpq understands it.

    ``owner`` migrates, ``writer`` runs the commands, ``extractor`` reads and can do nothing else.
    With a server of the company's own, all three are its url: that user's rights are theirs.
    """

    owner: str
    writer: str
    extractor: str


@contextmanager
def running(workspace: Workspace) -> Iterator[Store]:
    """Reach the store, starting the embedded server when it is not running.

    Several processes may use it at once; the last to leave stops it. Raises SourceError when it
    cannot be reached or started, without a word of any secret.
    """
    url = workspace.config.operations.url
    if url is not None:
        dsn = secret(url, used_for="the operational store")
        _require_reachable(dsn, named=url)
        yield Store(dsn, dsn, dsn)
        return
    home = workspace.operations_dir
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home)
    with (home / "users.lock").open("a") as users:
        with _starting(home):
            # A kill -9 frees the lock and leaves the server: the next user finds it, and stops it.
            fcntl.flock(users, fcntl.LOCK_SH)
            sockets = cluster.ensure_running()
        try:
            yield _embedded(sockets)
        finally:
            _leave(cluster, users)


def _embedded(sockets: Path) -> Store:
    def dsn(role: str) -> str:
        return make_conninfo(host=str(sockets), dbname=DATABASE, user=role)

    return Store(dsn(OWNER), dsn(WRITER), dsn(EXTRACTOR))


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """One process at a time looks whether the server runs, starts or stops it."""
    with (home / "starting.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _leave(cluster: Cluster, users: IO[str]) -> None:
    """Stop the server when nobody else uses it."""
    with _starting(cluster.home):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        cluster.stop()


def _require_reachable(dsn: str, *, named: str) -> None:
    """Raise SourceError naming the place; what libpq says of an address may hold its password."""
    try:
        psycopg.connect(dsn, connect_timeout=10).close()
    except (psycopg.OperationalError, psycopg.ProgrammingError):
        raise SourceError(
            f"The operational store at {_place(dsn)} ({named}) cannot be reached.",
            remedy="Start it, or correct the variable; then run the command again.",
        ) from None


def _place(dsn: str) -> str:
    """Host, port and database of a dsn: never its user or password."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        return "an address that cannot be read"
    host = parts.get("host") or parts.get("hostaddr") or "this machine"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{host}{port}/{parts.get('dbname') or ''}"
