"""Whether the build that stands is the one that dbt would make now.

dbt makes the same of the same: its project, what was landed, the company's day, what was decided of
parties. When none of them moved since a build that passed every test, that build stands and dbt is
not asked again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from affluent.settings import Workspace
from connectors.core.landing import Landing

STAMP = "built.json"


def made_of(landing: Landing, project: str, words: str) -> str:
    """One text for all that a build is made of.

    ``project``: the composed project's own text; ``words``: what stewards said up to now.
    """
    return hashlib.sha256(f"{project}|{landing.version()}|{words}".encode()).hexdigest()


def stands(workspace: Workspace, of: str) -> bool:
    """Whether a build made ``of`` this stands, whole and untouched since its tests passed."""
    try:
        kept = json.loads(_stamp(workspace).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(kept == {"of": of, **_file(workspace.build_path)})


def has_begun(workspace: Workspace) -> None:
    """What stands is about to be written over: until the next ``has_passed`` nothing stands."""
    _stamp(workspace).unlink(missing_ok=True)


def has_passed(workspace: Workspace, of: str) -> None:
    """The build made ``of`` this passed every test."""
    stamp = json.dumps({"of": of, **_file(workspace.build_path)})
    _stamp(workspace).write_text(stamp, encoding="utf-8")


def _stamp(workspace: Workspace) -> Path:
    return workspace.dbt_dir / "target" / STAMP


def _file(path: Path) -> dict[str, Any]:
    """What tells that a file was written: its size and time; nothing when there is none."""
    if not path.exists():
        return {}
    seen = path.stat()
    return {"size": seen.st_size, "written_ns": seen.st_mtime_ns}
