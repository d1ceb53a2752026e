"""``affluent steward export`` and ``import``: decisions as CSV, to keep or to bring elsewhere."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import steward_app

COLUMNS = (
    *("decision_id", "left_id", "right_id", "verdict", "author", "decided_at", "reason"),
    *("undone_by", "undone_at", "undo_reason"),
)
VERDICTS = ("same", "different", "unsure")


@steward_app.command("export")
def export(
    to: Annotated[Path | None, typer.Option(help="The file.", show_default="the screen")] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write every decision ever said as CSV, those taken back too."""
    from affluent.settings import load_workspace
    from identity import decision_log
    from identity.registry import open_registry

    with open_registry(load_workspace(workspace).identity_path) as registry:
        said = decision_log.decisions(registry)
        undone = {undo.decision_id: undo for undo in decision_log.undos(registry)}
    opened: Any = (
        nullcontext(sys.stdout) if to is None else to.open("w", encoding="utf-8", newline="")
    )
    with opened as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for word in said:
            undo = undone.get(word.decision_id)
            back = ("", "", "")
            if undo is not None:
                back = (undo.author, undo.undone_at.isoformat(), undo.reason)
            writer.writerow(
                [
                    *(word.decision_id, word.left_id, word.right_id, word.verdict, word.author),
                    *(word.decided_at.isoformat(), word.reason, *back),
                ]
            )


@steward_app.command("import")
def import_decisions(
    file: Annotated[Path, typer.Argument(help="CSV as export writes it; the last three may lack.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Add the decisions of a file, all or none; those that are there already are left."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from identity import decision_log
    from identity.registry import open_registry

    loaded = load_workspace(workspace)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = _read(file, lines)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file} cannot be read: {error}.", remedy="Name a CSV file in UTF-8."
        ) from error
    decisions = [_decision(file, line, row) for line, row in rows]
    with open_registry(loaded.identity_path) as registry:
        known = {undo.decision_id for undo in decision_log.undos(registry)}
        added = decision_log.decide(registry, decisions)
        for decision, (_, row) in zip(decisions, rows, strict=True):
            if row.get("undone_by") and decision.decision_id not in known:
                decision_log.undo(
                    registry,
                    [decision.decision_id],
                    author=row["undone_by"],
                    at=dt.datetime.fromisoformat(row["undone_at"]),
                    reason=row.get("undo_reason") or "",
                )
    words = Words(loaded.config.company.language)
    typer.echo(words("steward.imported", added=added, known=len(decisions) - added))


def _read(file: Path, lines: IO[str]) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS[1:6] if name not in (reader.fieldnames or ())]
    if missing:
        raise ConfigError(
            f"{file} lacks the columns {', '.join(missing)}.",
            remedy=f"Its first line names: {','.join(COLUMNS)}.",
        )
    return [(number, row) for number, row in enumerate(reader, start=2)]


def _decision(file: Path, line: int, row: dict[str, str]) -> Any:
    from dataclasses import replace

    from identity import decision_log

    try:
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"the verdict '{row['verdict']}' is none of {', '.join(VERDICTS)}")
        at = dt.datetime.fromisoformat(row["decided_at"])
        if at.tzinfo is None:
            raise ValueError("decided_at has no zone, like 2026-03-02T09:00:00+00:00")
    except ValueError as error:
        raise ConfigError(
            f"{file}, line {line}: {error}.", remedy="Mend the line; nothing was added."
        ) from error
    made = decision_log.new_decision(
        row["left_id"],
        row["right_id"],
        row["verdict"],  # type: ignore[arg-type]
        author=row["author"],
        at=at,
        reason=row.get("reason") or "",
    )
    return replace(made, decision_id=row.get("decision_id") or made.decision_id)
