"""The server of the operational store: the one inside the workspace, or the one of a url.

The embedded server listens on a socket of the file system only, and lets in the user of the
operating system who made it: there is no password to keep. It runs while someone uses it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from affluent.errors import SourceError
from affluent.settings import Workspace, secret
from operations.database import programs, unprivileged

OWNER = "affluent_owner"
WRITER = "affluent_writer"
EXTRACTOR = "affluent_extractor"
DATABASE = "operations"
# A socket's path may have about a hundred bytes: it stands apart from a deep workspace.
SOCKETS = "affluent-pg"


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
    with (home / "users.lock").open("a") as users:
        with _starting(home):
            fcntl.flock(users, fcntl.LOCK_SH)
            sockets = _socket_dir(home)
            _ensure_running(home, sockets)
        try:
            yield _embedded(sockets)
        finally:
            _leave(home, users)


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


def _leave(home: Path, users: IO[str]) -> None:
    """Stop the server when nobody else uses it."""
    with _starting(home):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        with suppress(SourceError):  # it may have been stopped by hand
            programs.run("pg_ctl", "-D", home / "data", "-m", "fast", "-w", "stop")


def _ensure_running(home: Path, sockets: Path) -> None:
    data = home / "data"
    if not (data / "PG_VERSION").exists():
        _initialise(data)
    if _answers(sockets):
        return
    options = f"-k {sockets} -c listen_addresses='' -c unix_socket_permissions=0777"
    log = data / "server.log"
    try:
        programs.run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
    except SourceError as error:
        raise SourceError(
            f"The operational store in {home} does not start. {error.message}",
            remedy=f"Read the last lines of {log}.",
        ) from error
    _ensure_database(sockets)


def _initialise(data: Path) -> None:
    """Make the cluster: in a folder beside, so that a killed start leaves nothing half made."""
    making = data.with_name("making")
    if making.exists():
        _remove(making)
    making.mkdir(mode=0o700)
    unprivileged.own(making)
    programs.run(
        "initdb", "-D", making, "-A", "peer", "-U", OWNER, "-E", "UTF8", "--locale=C", "-N"
    )
    user = pwd.getpwuid(os.geteuid()).pw_name
    mapping = "".join(f'affluent "{user}" {role}\n' for role in (OWNER, WRITER, EXTRACTOR))
    _write(making / "pg_ident.conf", mapping)
    _write(making / "pg_hba.conf", "local all all peer map=affluent\n")
    making.rename(data)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    unprivileged.own(path)


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()


def _socket_dir(home: Path) -> Path:
    """A short folder of its own for this store's socket, the same each time."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"{SOCKETS}-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not unprivileged.is_needed() and folder.stat().st_uid != os.geteuid():
        raise SourceError(f"{folder} belongs to another user.", remedy="Remove it, or set TMPDIR.")
    unprivileged.own(folder)
    return folder


def _answers(sockets: Path) -> bool:
    with suppress(psycopg.OperationalError), _owner_connection(sockets, "postgres"):
        return True
    return False


def _owner_connection(sockets: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    dsn = make_conninfo(host=str(sockets), dbname=database, user=OWNER, connect_timeout=5)
    return psycopg.connect(dsn, autocommit=True)


def _ensure_database(sockets: Path) -> None:
    """The roles and the database, made once."""
    with _owner_connection(sockets, "postgres") as connection:
        for role in (WRITER, EXTRACTOR):
            found = connection.execute("select 1 from pg_roles where rolname = %s", [role])
            if found.fetchone() is None:
                connection.execute(f"create role {role} login")
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"create database {DATABASE}")


def _require_reachable(dsn: str, *, named: str) -> None:
    try:
        psycopg.connect(dsn, connect_timeout=10).close()
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        place = _place(dsn)
        raise SourceError(
            f"The operational store at {place} ({named}) cannot be reached.",
            remedy="Start it, or correct the variable; then run the command again.",
        ) from error


def _place(dsn: str) -> str:
    """Host and database of a dsn: never its user or password."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        return "an address that cannot be read"
    return f"{parts.get('host') or 'this machine'}/{parts.get('dbname') or ''}"
