"""A person at the keyboard: what the command line answers to what is typed."""

from __future__ import annotations

import csv
import hashlib
import shlex
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from typer.main import get_command

from affluent import cli

# Built once: each call of the app builds its hundred commands anew, 0.08 s.
COMMANDS = get_command(cli.app)

IN_CRM = {"leads", "opportunities", "accounts", "tickets", "campaigns"}
# What each command could leave behind: a number taken, an entry, a message for the other side.
DIGEST = (
    "select (select string_agg(kind || last_number, ',' order by kind) from erp.sequences),"
    " (select string_agg(entry_number, ',' order by entry_id) from erp.journal_entries),"
    " (select string_agg(line::text, ',' order by journal_line_id)"
    "  from erp.journal_lines as line),"
    " (select count(*) from sync.outbox)"
)


class Typist:
    """A person at the keyboard: types commands, reads what is printed."""

    def __init__(self, root: Path, writer: str) -> None:
        self.root = root
        self.writer = writer
        self.out = self.err = ""
        self.capture: pytest.CaptureFixture[str] | None = None

    def type(self, command: str, *, code: int = 0) -> str:
        """Type a command as a person would; it must end with ``code``. Return what it printed."""
        assert self.capture is not None
        words = ["affluent", *shlex.split(command), "--workspace", str(self.root)]
        self.capture.readouterr()
        ended = 0
        try:
            with (
                mock.patch("sys.argv", words),
                mock.patch.dict("os.environ", COLUMNS="160"),
                mock.patch.object(cli, "app", COMMANDS),
            ):
                cli.main()
        except SystemExit as end:
            ended = int(end.code or 0)
        self.out, self.err = self.capture.readouterr()
        assert ended == code, f"{command}\n{self.out}{self.err}"
        return self.out

    def digest(self) -> str:
        """All numbers taken and all that was posted, as one value."""
        with psycopg.connect(self.writer) as connection:
            return hashlib.sha256(repr(connection.execute(DIGEST).fetchone()).encode()).hexdigest()


def entries(typist: Typist) -> list[list[str]]:
    """Account, debit and credit of the lines that the last command printed."""
    rows = [row.strip("│ ").split("│") for row in typist.out.splitlines() if row.startswith("│")]
    return [[row[3].strip(), row[5].strip(), row[6].strip()] for row in rows]


def listed(typist: Typist, what: str) -> list[dict[str, str]]:
    room = "crm" if what in IN_CRM else "erp"
    out = typist.type(f"{room} list {what} --format csv")
    return list(csv.DictReader(out.splitlines()))
