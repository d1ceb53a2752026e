"""A MariaDB of its own for the tests of one worker, where it is installed; gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

PATHS = ("/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin")
OPTIONS = (
    "--skip-networking",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=32M",
    "--default-time-zone=+09:00",
    "--sql-mode=",
    "--max-allowed-packet=1M",
)
USER = "reader"
PASSWORD = "s3cret-word"


def found(name: str) -> str | None:
    """Where a program of MariaDB is."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *PATHS]))


class Server:
    """A running server, reached by a socket; ``database()`` makes an empty database."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "socket"
        self._folder = folder
        self._made = 0

    def start(self) -> None:
        """Make the data folder and start."""
        data = self._folder / "data"
        # A server that starts sweeps the tables of others out of a folder that they share.
        scratch = self._folder / "scratch"
        scratch.mkdir()
        mine = ["--no-defaults", f"--datadir={data}", f"--tmpdir={scratch}"]
        if os.geteuid() == 0:
            mine.append("--user=root")
        subprocess.run(
            [
                *(found("mariadb-install-db") or "", *mine),
                *("--auth-root-authentication-method=normal", "--skip-test-db"),
            ],
            check=True,
            capture_output=True,
        )
        self._process = subprocess.Popen(
            [found("mariadbd") or "", *mine, f"--socket={self.socket}", *OPTIONS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                self.root().close()
            except pymysql.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("MariaDB did not start")

    def stop(self) -> None:
        """Stop at once."""
        self._process.kill()
        self._process.wait()

    def root(self, database: str | None = None) -> pymysql.Connection:
        """A connection that commits each statement and may do everything."""
        return pymysql.connect(
            unix_socket=str(self.socket),
            user="root",
            database=database,
            autocommit=True,
            charset="utf8mb4",
        )

    def database(self) -> str:
        """The name of a new, empty database, which the reader may read."""
        self._made += 1
        name = f"d{self._made}"
        with self.root() as connection, connection.cursor() as cursor:
            cursor.execute(f"create database {name} character set utf8mb4")
            cursor.execute(f"create or replace user {USER}@localhost identified by '{PASSWORD}'")
            cursor.execute(f"grant select, execute on {name}.* to {USER}@localhost")
        return name

    def address(self, database: str) -> str:
        """Where a source finds it."""
        return f"mysql://{USER}:{PASSWORD}@localhost/{database}?unix_socket={self.socket}"


@contextmanager
def running() -> Iterator[Server]:
    """A server for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="my"))
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
