"""The journal of refreshes: what the last ones did, and what is wrong now.

One JSON file a refresh in ``.affluent/refreshes/``, written once and never changed. Refreshes are
run elsewhere; pages and ``affluent status`` read what stands here.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from affluent.errors import ConfigError
from affluent.settings import Workspace
from serving.manifest import Manifest, read_manifest
from serving.warehouse import published_path

FOLDER = "refreshes"
KEPT = 400
Outcome = Literal["published", "withheld", "failed", "nothing"]


class Problem(BaseModel):
    """Something that went wrong in a refresh, with its place and its remedy.

    ``kind``: refused, unreachable, check, law, tie_out, configuration, internal …
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    message: str
    source: str | None = None
    stream: str | None = None
    remedy: str = ""


class RefreshRecord(BaseModel):
    """One refresh: published, withheld (a check failed), failed, or nothing to do."""

    model_config = ConfigDict(frozen=True)

    started_at: AwareDatetime
    ended_at: AwareDatetime
    outcome: Outcome
    exit_code: int
    pub_id: int | None = None
    problems: tuple[Problem, ...] = ()
    rows_landed: int = 0
    seconds: dict[str, float] = {}


@dataclass(frozen=True)
class WorkspaceStatus:
    """What stands before readers, and what the last refresh said; either may be missing."""

    manifest: Manifest | None
    last_refresh: RefreshRecord | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong now: the problems of the last refresh."""
        return self.last_refresh.problems if self.last_refresh else ()

    @property
    def stands_because(self) -> Problem | None:
        """Why older figures stand: the first problem of a refresh that did not publish."""
        last = self.last_refresh
        if last is None or last.outcome in ("published", "nothing") or not last.problems:
            return None
        return last.problems[0]


def record_refresh(workspace: Workspace, record: RefreshRecord) -> Path:
    """Write ``record`` into the journal and return its file; the oldest beyond 400 go."""
    folder = workspace.state / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    started = record.started_at.astimezone(dt.UTC)
    path = folder / f"{started:%Y%m%dT%H%M%S}-{started.microsecond:06d}.json"
    making = path.with_suffix(".making")
    making.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")
    os.replace(making, path)  # noqa: PTH105 the atomic step, by its name
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def refreshes(workspace: Workspace, *, limit: int = 20) -> list[RefreshRecord]:
    """The last refreshes, newest first; a record that cannot be read is passed over."""
    found: list[RefreshRecord] = []
    for path in sorted((workspace.state / FOLDER).glob("*.json"), reverse=True):
        if len(found) == limit:
            break
        with suppress(OSError, ValidationError):
            found.append(RefreshRecord.model_validate_json(path.read_text(encoding="utf-8")))
    return found


def status(workspace: Workspace) -> WorkspaceStatus:
    """What is published and what is wrong, for ``affluent status`` and the trust line."""
    manifest = None
    with suppress(ConfigError):
        manifest = read_manifest(published_path(workspace.publications))
    last = refreshes(workspace, limit=1)
    return WorkspaceStatus(manifest, last[0] if last else None)
