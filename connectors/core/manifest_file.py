"""``manifest.toml`` on the disk: its parts, and its faults told with their place and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from affluent.errors import ConfigError
from connectors.core.manifest import Manifest

MANIFEST_NAME = "manifest.toml"


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; ``parts`` names files beside it that hold more of its streams.

    Raises ConfigError naming the file, the stream, the key and the remedy.
    """
    raw = _toml(path)
    streams = raw.get("streams", [])
    files = [path] * len(streams)
    for name in raw.pop("parts", []):
        part = path.parent / name
        more = _toml(part)
        if set(more) != {"streams"}:
            raise ConfigError(
                f"{part}: a part of {path.name} holds streams, and nothing else.",
                remedy=f"Put [[streams]] there, and the rest into {path}.",
            )
        streams = [*streams, *more["streams"]]
        files += [part] * len(more["streams"])
    raw["streams"] = streams
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            "\n".join(_describe(path, files, raw, issue) for issue in error.errors()),
            remedy=f"Mend {path} and run the command again.",
        ) from error


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ConfigError(
            f"No manifest at {path}.",
            remedy=f"Put a {path.name} there: one [[streams]] a table or file.",
        )
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: this is not TOML: {error}.",
            remedy="Mend that line: text stands in quotes, a table's name in [brackets].",
        ) from error


def _describe(
    path: Path, files: list[Path], raw: Mapping[str, Any], issue: Mapping[str, Any]
) -> str:
    """One line for one fault: file, stream, key, what is wrong and what is allowed."""
    place = [part for part in issue["loc"] if part != "[key]"]
    where = ""
    if len(place) >= 2 and place[0] == "streams" and isinstance(place[1], int):
        name = raw["streams"][place[1]].get("name")
        where = f"stream '{name}'" if name else f"stream number {place[1] + 1}"
        path = files[place[1]]
        place = place[2:]
    key = ".".join(str(part) for part in place)
    reason = str(issue["msg"]).removeprefix("Value error, ")
    if issue["type"] == "extra_forbidden":
        reason = "this key is not known; remove it or correct its name"
    elif issue["type"] == "missing":
        reason = "this key is required; add it"
    return ": ".join(part for part in (str(path), where, key, reason) if part) + "."
