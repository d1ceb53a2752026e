"""A person's own file: all that is held of them, by source, with purpose, ground and origin.

What the right of access asks for (art. 15 of the GDPR), as Markdown to read and JSON to carry away
(art. 20). Nothing is changed.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from affluent.i18n import Words
from affluent.settings import Workspace
from privacy import duck, finding
from privacy import store as operational
from privacy.person import Person
from privacy.tables import OURS

PURPOSES = "purposes.toml"
# What the machinery adds to a row says nothing of the person.
TECHNICAL = OURS | {"changed_xid", "row_version", "name_key", "email_key", "registration_key"}


@dataclass(frozen=True)
class Part:
    """The rows of one table of a source, and why they are held."""

    source: str
    table: str
    purpose: str
    ground: str
    origin: str
    kept: str
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class PersonsFile:
    """What is handed to the person."""

    company: str
    made_on: str
    parts: Sequence[Part]
    copies: Sequence[str]


def collect(workspace: Workspace, asked: str, *, on: dt.date) -> PersonsFile:
    """Everything that is held of the person who is meant.

    Raises NobodyFound, SeveralFound, OnTheStaff, AlreadyRunning.
    """
    with operational.if_any(workspace) as store:
        person = finding.person(workspace, store, asked)
        stored = operational.held(store, person) if store is not None else {}
    reasons = _reasons(workspace)
    parts = [_part(reasons, operational.NAME, table, rows) for table, rows in stored.items()]
    parts += _landed(workspace, person, reasons, leave_out=bool(stored))
    copies = [
        f"{path.relative_to(workspace.state).as_posix()}: {found.table.schema}.{found.table.name}"
        f" ({found.rows})"
        for path in sorted(workspace.state.rglob("*.duckdb"))
        for found in duck.holdings(path, person)
    ]
    name = workspace.config.company.name
    return PersonsFile(name, on.isoformat(), parts, copies)


def write(told: PersonsFile, path: Path, words: Words) -> tuple[Path, Path]:
    """Write the file as Markdown and JSON beside each other; return both paths."""
    readable, portable = path.with_suffix(".md"), path.with_suffix(".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    for place, text in ((readable, markdown(told, words)), (portable, _json(told))):
        place.write_text(text, encoding="utf-8")
        place.chmod(0o600)
    return readable, portable


def markdown(told: PersonsFile, words: Words) -> str:
    """The file for reading, in the words of a language."""
    lines = [f"# {words('privacy.title', company=told.company, day=told.made_on)}", ""]
    lines += [words("privacy.intro"), ""]
    for part in told.parts:
        lines += [f"## {part.source}: {part.table}", ""]
        lines += [
            f"- {words(f'privacy.{key}', value=getattr(part, key))}"
            for key in ("purpose", "ground", "origin", "kept")
        ]
        for number, row in enumerate(part.rows, start=1):
            lines += ["", f"### {number}", ""]
            lines += [f"- {name}: {_cell(value)}" for name, value in row.items()]
        lines += [""]
    lines += [f"## {words('privacy.copies')}", "", words("privacy.copies_are"), ""]
    lines += [f"- {copy}" for copy in told.copies]
    lines += ["", f"## {words('privacy.rights')}", "", words("privacy.rights_are"), ""]
    return "\n".join(lines)


def _landed(
    workspace: Workspace, person: Person, reasons: Sequence[Mapping[str, Any]], *, leave_out: bool
) -> list[Part]:
    """What other systems said; of the store itself, what stands there is told."""
    if not workspace.landing_path.exists():
        return []
    parts = []
    with duck.opened(workspace.landing_path) as con:
        for table in duck.tables(con):
            source = table.source
            if source is None or (leave_out and source == operational.NAME):
                continue
            if rows := duck.rows_of(con, table, person):
                parts.append(_part(reasons, source, table.name, rows))
    return parts


def _part(
    reasons: Sequence[Mapping[str, Any]],
    source: str,
    table: str,
    rows: Sequence[Mapping[str, object]],
) -> Part:
    said = next(one for one in reasons if fnmatch.fnmatch(f"{source}.{table}", one["tables"]))
    shown = [
        {name: str(value) for name, value in row.items() if _tells(name, value)} for row in rows
    ]
    words = said["words"]
    return Part(
        source, table, words["purpose"], words["ground"], words["origin"], words["kept"], shown
    )


def _tells(name: str, value: object) -> bool:
    return name not in TECHNICAL and value is not None and value != ""


def _reasons(workspace: Workspace) -> list[Mapping[str, Any]]:
    """Why rows are held: in the workspace's own words, then in ours."""
    own = workspace.root / PURPOSES
    language = workspace.config.company.language
    found: list[Mapping[str, Any]] = []
    for path in (own, Path(__file__).with_name(PURPOSES)):
        if path.exists():
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            found += [
                {"tables": one["tables"], "words": one.get(language) or one["en"]}
                for one in content["purposes"]
            ]
    return found


def _cell(value: str) -> str:
    return value.replace("\n", " ")


def _json(told: PersonsFile) -> str:
    return json.dumps(asdict(told), ensure_ascii=False, indent=1) + "\n"
