"""What the warehouse takes from sources: its entities, their columns, and what is made of them.

Read from the dbt project's files as text: ``int_<entity>__unioned`` names the columns, a branch
``int_<entity>__mapped_from_<source>`` brings them, and references lead on to the marts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from affluent.settings import BUILT_IN, PRODUCT_ROOT, Workspace

MODELS = PRODUCT_ROOT / "dbt_project" / "models"
UNIONED = re.compile(r"^int_(?P<entity>[a-z0-9_]+?)__unioned$")
COLUMN = re.compile(r"'([a-z0-9_]+)':")
REFERENCE = re.compile(r"ref\(\s*'([a-z0-9_]+)'\s*\)")
# source('crm', 'leads'); of many sources source(name, 'lines'), landed(var('…'), 'leads', …).
LANDED = re.compile(
    r"(?:\bsource\(\s*'?[a-z0-9_]+'?|\blanded\(\s*var\([^)]*\))\s*,\s*'([a-z0-9_]+)'"
)


@dataclass(frozen=True)
class Entity:
    """An entity of the warehouse: the columns of a branch, and the marts that it reaches."""

    name: str
    columns: tuple[str, ...]
    marts: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """How a source brings an entity: its model, None when there is none; the columns it lacks."""

    entity: Entity
    model: str | None
    missing: tuple[str, ...] = ()


def entities() -> list[Entity]:
    """Every entity, by name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in MODELS.rglob("*.sql")}
    marts = {path.stem for path in (MODELS / "marts").rglob("*.sql")} - {"dim_dates"}
    found = []
    for name in sorted(texts):
        match = UNIONED.match(name)
        if match:
            columns = tuple(COLUMN.findall(texts[name]))
            reached = tuple(sorted(marts & set(_after(name, texts))))
            found.append(Entity(match["entity"], columns, reached))
    return found


def branches(workspace: Workspace, source: str) -> list[Branch]:
    """Of every entity: whether ``source`` brings it, and whole."""
    models = {path.stem: path for path in _models_of(workspace, source)}
    kind = workspace.config.sources[source].kind
    named = kind if kind in BUILT_IN else source
    found = []
    for entity in entities():
        name = f"int_{entity.name}__mapped_from_{named}"
        if name not in models:
            found.append(Branch(entity, None))
            continue
        text = models[name].read_text(encoding="utf-8")
        missing = [column for column in entity.columns if not re.search(rf"\b{column}\b", text)]
        found.append(Branch(entity, name, tuple(missing)))
    return found


def staged_streams(workspace: Workspace, source: str) -> set[str]:
    """The streams of a source that one of its models reads."""
    kind = workspace.config.sources[source].kind
    return {
        stream
        for path in _models_of(workspace, source)
        if kind not in BUILT_IN or path.parent.name == kind
        for stream in LANDED.findall(path.read_text(encoding="utf-8"))
    }


def _models_of(workspace: Workspace, source: str) -> Iterator[Path]:
    kind = workspace.config.sources[source].kind
    folder = MODELS if kind in BUILT_IN else workspace.source_dir(source) / "models"
    yield from sorted(folder.rglob("*.sql"))


def _after(name: str, texts: dict[str, str]) -> Iterator[str]:
    """Every model that reads this one, or reads one that does."""
    reached = {name}
    is_growing = True
    while is_growing:
        more = {
            model
            for model, text in texts.items()
            if model not in reached and reached & set(REFERENCE.findall(text))
        }
        reached |= more
        is_growing = bool(more)
    yield from reached
