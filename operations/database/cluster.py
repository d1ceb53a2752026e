"""The embedded PostgreSQL of one workspace: made once, started, found again, stopped.

Who may use it, and when it stops, is decided in ``server.py``.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shlex
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from affluent.errors import SourceError
from operations.database import programs, unprivileged

OWNER = "affluent_owner"
WRITER = "affluent_writer"
EXTRACTOR = "affluent_extractor"
DATABASE = "operations"
# Linux takes 107 bytes for a socket's path, macOS 103: it stands apart from a deep workspace.
SOCKETS = "affluent-pg"
LONGEST_FOLDER = 103 - len("/.s.PGSQL.5432")
SOCKET_LINE = 4  # of postmaster.pid, from 0
STARTING_SECONDS = 30


class Cluster:
    """The server's data under ``home``, and its life; its callers hold the starting lock."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.log = self.data / "server.log"

    def ensure_running(self) -> Path:
        """Make and start the server where needed; return the folder of its socket.

        A server that a killed process left running is used as it is. Raises SourceError.
        """
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        sockets = self._found_running()
        if sockets is None:
            sockets = socket_folder(self.home)
            self._start(sockets)
        _ensure_database(sockets)
        return sockets

    def stop(self) -> None:
        """Stop the server, and take its socket's folder away; silent when it does not run."""
        sockets = self._announced()
        with suppress(SourceError):
            programs.run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        if sockets is not None and sockets.name.startswith(SOCKETS):
            with suppress(OSError):  # it is not empty, or gone
                sockets.rmdir()

    def _found_running(self) -> Path | None:
        """Where a running server's socket is, as its own file says; None when none runs."""
        ends = time.monotonic() + STARTING_SECONDS
        while (sockets := self._announced()) is not None:
            if _answers(sockets):
                return sockets
            if not self._is_alive():
                return None  # the machine or the server was killed: its file is stale
            if time.monotonic() > ends:
                self.stop()  # its socket was swept away: it runs, and nobody can reach it
                return None
            if not sockets.is_dir():
                ends = 0
            time.sleep(0.1)
        return None

    def _announced(self) -> Path | None:
        """The socket's folder of the server that wrote postmaster.pid last."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        has_line = len(lines) > SOCKET_LINE and lines[SOCKET_LINE].strip()
        return Path(lines[SOCKET_LINE].strip()) if has_line else socket_folder(self.home)

    def _is_alive(self) -> bool:
        try:
            programs.run("pg_ctl", "-D", self.data, "status")
        except SourceError:
            return False
        return True

    def _require_owned(self) -> None:
        """Refuse a copy made by another user, with the command that mends it."""
        wanted = unprivileged.guest_id()
        wanted = os.geteuid() if wanted is None else wanted
        if self.data.stat().st_uid != wanted:
            name = pwd.getpwuid(wanted).pw_name
            raise SourceError(
                f"{self.data} is not {name}'s; PostgreSQL refuses a folder of another user.",
                remedy=f"Give it back: chown -R {name} {shlex.quote(str(self.data))}",
            )

    def _start(self, sockets: Path) -> None:
        self._require_owned()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            # The folder is closed to others; root comes in as root, the server is its guest.
            "unix_socket_permissions": "0777",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        words = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
        try:
            programs.run("pg_ctl", "-D", self.data, "-w", "-l", self.log, "-o", words, "start")
        except SourceError as error:
            raise SourceError(
                f"The operational store in {self.home} does not start. {error.message}",
                remedy=f"Read the last lines of {self.log}.",
            ) from error

    def _initialise(self) -> None:
        """Make the cluster: in a folder beside, so that a killed start leaves nothing half made."""
        making = self.data.with_name("making")
        if making.exists():
            shutil.rmtree(making)
        making.mkdir(mode=0o700)
        unprivileged.own(making)
        roles = (OWNER, WRITER, EXTRACTOR)
        user = _user_name()
        programs.run("initdb", "-D", making, "-A", "peer", "-U", OWNER, "-E", "UTF8", "--locale=C")
        mapping = "".join(f'affluent "{user}" {role}\n' for role in roles)
        _write(making / "pg_ident.conf", mapping)
        _write(making / "pg_hba.conf", "local all all peer map=affluent\n")
        making.rename(self.data)


def socket_folder(home: Path) -> Path:
    """A short folder of its own for this store's socket, the same each time, closed to others."""
    name = f"{SOCKETS}-{os.geteuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    folder = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        folder = Path("/tmp") / name  # noqa: S108  made closed, and looked at below
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_ours = found.st_uid in {os.geteuid(), unprivileged.guest_id()}
    if not (is_ours and stat.S_ISDIR(found.st_mode)) or found.st_mode & 0o077:
        raise SourceError(
            f"{folder} is not a folder of ours that is closed to others.",
            remedy="Remove it, or set TMPDIR to a folder of your own.",
        )
    unprivileged.own(folder)
    return folder


def _user_name() -> str:
    """The name by which PostgreSQL recognises whoever runs this."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise SourceError(
            f"User number {os.geteuid()} has no name on this machine; PostgreSQL needs one.",
            remedy='Run as a user of /etc/passwd, or name a server: [operations] url = "env:…".',
        ) from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    unprivileged.own(path)


def _connect(sockets: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    dsn = make_conninfo(host=str(sockets), dbname=database, user=OWNER, connect_timeout=5)
    return psycopg.connect(dsn, autocommit=True)


def _answers(sockets: Path) -> bool:
    with suppress(psycopg.OperationalError), _connect(sockets, "postgres"):
        return True
    return False


def _ensure_database(sockets: Path) -> None:
    """The roles and the database, made once; also when the first start was killed before."""
    with _connect(sockets, "postgres") as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if found.fetchone() is not None:
            return
        for role in (WRITER, EXTRACTOR):
            found = connection.execute("select 1 from pg_roles where rolname = %s", [role])
            if found.fetchone() is None:
                connection.execute(f"create role {role} login")
        connection.execute(f"create database {DATABASE}")
