"""The rules of a dbt project as functions over its text: each returns offenders, none when sound.

A project is a mapping of relative path to text, so that a rule can be shown to fail on a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

Project = Mapping[str, str]

STAGING = re.compile(r"stg_[a-z0-9]+(_[a-z0-9]+)*__[a-z0-9_]+s")
INTERMEDIATE = re.compile(r"int_[a-z0-9_]+__([a-z]+ed|mapped_from_[a-z0-9_]+)")
MART = re.compile(r"(dim|fct|map|mart)_[a-z0-9_]+")
SHAPES = {"staging": STAGING, "intermediate": INTERMEDIATE, "marts": MART}

# What the other engine does not know, or what hides a column.
FORBIDDEN = {
    "qualify": re.compile(r"\bqualify\b", re.IGNORECASE),
    "asof join": re.compile(r"\basof\b", re.IGNORECASE),
    "pivot": re.compile(r"\b(un)?pivot\b", re.IGNORECASE),
    "::": re.compile(r"::"),
    "exclude": re.compile(r"\bexclude\s*\(", re.IGNORECASE),
    "union by name": re.compile(r"\bunion\s+(all\s+)?by\s+name\b", re.IGNORECASE),
    "comma before from": re.compile(r",\s*\bfrom\b", re.IGNORECASE),
    "order by at the end": re.compile(r"\border by\b[^)]*\Z", re.IGNORECASE),
}
FLOAT = re.compile(r"\b(float|double|real)\d?\b", re.IGNORECASE)
META_KEYS = {"label_fr", "description_fr", "unit", "owner", "good"}
UNITS = {"currency", "count", "ratio", "days", "quantity"}


def read(root: Path) -> dict[str, str]:
    """Every SQL and YAML file under ``root``, by its path relative to it."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.suffix in (".sql", ".yml") and ".affluent" not in path.parts
    }


def misnamed_models(project: Project) -> list[str]:
    """Models whose name does not say their layer, or which stand in another layer's folder."""
    return [
        path
        for path, layer in _models(project)
        if not SHAPES[layer].fullmatch(PurePosixPath(path).stem)
    ]


def sources_read_outside_staging(project: Project) -> list[str]:
    """SQL files that call source(), or the macro that does, and are not staging models."""
    return [
        path
        for path, text in project.items()
        if path.endswith(".sql")
        and re.search(r"\b(source|affluent\.landed)\(", without_comments(text))
        and not PurePosixPath(path).name.startswith("stg_")
        and path != "macros/landed.sql"
    ]


def undescribed_models(project: Project) -> list[str]:
    """Models that no YAML file describes with a sentence that begins "One row per"."""
    described = {
        model["name"]
        for content in _yaml(project).values()
        for model in content.get("models", [])
        if str(model.get("description", "")).strip().startswith("One row per ")
    }
    return [path for path, _ in _models(project) if PurePosixPath(path).stem not in described]


def undescribed_columns(project: Project) -> list[str]:
    """Columns of a contract without a description or a type."""
    return [
        f"{path}: {model['name']}.{column['name']}"
        for path, content in _yaml(project).items()
        if "/marts/" in f"/{path}"
        for model in content.get("models", [])
        for column in model.get("columns", [])
        if not column.get("description") or not column.get("data_type")
    ]


def incomplete_metrics(project: Project) -> list[str]:
    """Metrics that lack a label, a description, or one of what a person must know of a figure."""
    offenders = []
    for path, content in _yaml(project).items():
        for metric in content.get("metrics", []):
            meta = metric.get("config", {}).get("meta", {})
            sound = (
                metric.get("label")
                and metric.get("description")
                and set(meta) >= META_KEYS
                and meta["unit"] in UNITS
                and meta["good"] in ("up", "down")
            )
            if not sound:
                offenders.append(f"{path}: {metric['name']}")
    return offenders


def forbidden_constructs(project: Project) -> list[str]:
    """SQL that only one engine runs, or that leaves the order of rows to matter."""
    return [
        f"{path}: {name}"
        for path, text in project.items()
        if path.endswith(".sql") and not path.startswith("macros/")
        for name, pattern in FORBIDDEN.items()
        if pattern.search(without_comments(text))
    ]


def floats(project: Project) -> list[str]:
    """Files that name a floating-point type: money and rates are decimals."""
    return [path for path, text in project.items() if FLOAT.search(without_comments(text))]


def without_comments(text: str) -> str:
    """The text without Jinja comments, SQL comments and YAML comments."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return re.sub(r"(--|(?<=\s)#).*", "", text).strip()


def _models(project: Project) -> Iterator[tuple[str, str]]:
    for path in project:
        parts = PurePosixPath(path).parts
        layer = next((part for part in parts[:-1] if part in SHAPES), None)
        if path.endswith(".sql") and "models" in parts:
            yield path, layer or "staging"


def _yaml(project: Project) -> dict[str, dict[str, Any]]:
    return {
        path: yaml.safe_load(text) or {}
        for path, text in project.items()
        if path.endswith(".yml") and PurePosixPath(path).name != "dbt_project.yml"
    }
