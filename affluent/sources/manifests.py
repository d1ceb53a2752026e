"""The text of a ``manifest.toml`` that a command writes, and its place in the workspace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from affluent.errors import ConfigError
from affluent.settings import Workspace
from affluent.workspace import Added, add_source


@dataclass(frozen=True)
class StreamText:
    """A stream as it is written: its keys in order, its columns, and what a person should know."""

    keys: Mapping[str, str | Sequence[str]]
    columns: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    remarks: Sequence[str] = ()


def manifest_text(heading: str, streams: Sequence[StreamText]) -> str:
    """The whole of a manifest."""
    return "".join([f"# {heading}\n", *(_stream(stream) for stream in streams)])


def write_source(workspace: Workspace, added: Added, name: str, text: str) -> Path:
    """Put the manifest in its place and the source into ``affluent.toml``: both, or neither.

    Raises ConfigError when there is a manifest already, or what is written is none.
    """
    from connectors.core.manifest_file import MANIFEST_NAME, load_manifest

    path = added.workspace.source_dir(name) / MANIFEST_NAME
    if path.exists():
        raise ConfigError(
            f"{path} exists already.",
            remedy="Give the source another name (--name), or take that file away.",
        )
    made = [folder for folder in (path.parent, *path.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        load_manifest(path)
        add_source(workspace, added)
    except BaseException as error:
        path.unlink(missing_ok=True)
        for folder in made:
            folder.rmdir()
        if isinstance(error, OSError):
            raise ConfigError(
                f"{path} cannot be written: {error}.", remedy="Make its folder one you may write."
            ) from error
        raise
    return path


def _stream(stream: StreamText) -> str:
    lines = ["", *(f"# {remark}" for remark in stream.remarks), "[[streams]]"]
    lines += [f"{key} = {_value(value)}" for key, value in stream.keys.items()]
    if stream.columns:
        lines += ["[streams.columns]", *_columns(stream.columns)]
    return "\n".join(lines) + "\n"


def _columns(columns: Mapping[str, str | Mapping[str, str]]) -> Iterator[str]:
    for name, spec in columns.items():
        if isinstance(spec, str):
            yield f"{_key(name)} = {_value(spec)}"
        else:
            parts = ", ".join(f"{key} = {_value(value)}" for key, value in spec.items())
            yield f"{_key(name)} = {{ {parts} }}"


def _key(name: str) -> str:
    is_bare = name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
    return name if is_bare else _value(name)


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(_value(one) for one in value)}]"
