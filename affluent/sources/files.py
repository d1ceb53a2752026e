"""``affluent source add files``: a manifest from what the files of a folder are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import add_app, as_written, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from affluent.i18n import Words
    from affluent.sources.manifests import StreamText
    from connectors.files.proposal import Proposed


@add_app.command("files")
def add_files(
    path: Annotated[
        str, typer.Option(help="The folder of the files, or an address: s3://…, sftp://…")
    ],
    name: Annotated[str, typer.Option(help="What the source is called.")] = "files",
    credential: Annotated[
        list[str] | None,
        typer.Option(help="A secret of an address, as key=env:NAME; may be given again."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(help="What else its store wants to know, as key=value; may be given again."),
    ] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Look at a folder of CSV, Excel, Parquet or JSON-lines files, and declare what is in it."""
    from affluent.settings import load_workspace
    from affluent.sources.manifests import manifest_text, write_source
    from affluent.workspace import parse_added
    from connectors.core.kind import Site
    from connectors.files.kind import folder_of
    from connectors.files.proposal import propose
    from connectors.files.remote import is_address

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    keys: dict[str, str | Mapping[str, str]] = {
        "kind": "files",
        "path": path if is_address(path) else as_written(path, loaded.root),
    }
    keys |= {"credentials": _pairs(credential, "--credential")} if credential else {}
    keys |= {"options": _pairs(option, "--option")} if option else {}
    added = parse_added(loaded, name, keys)
    proposed = propose(folder_of(Site(added.workspace, name)))
    for one in proposed:
        _say(one, words)
    text = manifest_text(
        words("source.manifest_of_files", path=str(keys["path"])),
        [_as_text(one, words) for one in proposed],
    )
    written = write_source(loaded, added, name, text)
    typer.echo(words("source.wrote", file=str(written)))
    typer.echo(words("source.added", name=name, file=str(loaded.root / "affluent.toml")))
    typer.echo(f"affluent source discover {name} --workspace {workspace}")


def _say(one: Proposed, words: Words) -> None:
    """One line a stream, and one for each thing that could not be told."""
    from babel.numbers import format_decimal

    language = words.language
    key = ", ".join(one.key)
    typer.echo(
        words(
            "source.proposed",
            stream=one.name,
            file=f"{one.file} [{one.sheet}]" if one.sheet else one.file,
            files=format_decimal(one.files, locale=language),
            rows=format_decimal(one.rows, locale=language),
            columns=format_decimal(len(one.columns), locale=language),
            key=words("source.key_guessed", key=key) if key else words("source.key_none"),
        )
    )
    for remark in _remarks(one, words):
        typer.echo(f"  · {remark}")


def _remarks(one: Proposed, words: Words) -> list[str]:
    said = []
    if one.encoding:
        said.append(words("source.encoding_found", value=one.encoding))
    if one.delimiter:
        delimiter = "tab" if one.delimiter == "\t" else one.delimiter
        said.append(words("source.delimiter_found", value=delimiter))
    if one.decimal_mark:
        said.append(words("source.mark_found", value=one.decimal_mark))
    return [*said, *(words(f"source.open_{code}", column=column) for column, code in one.open)]


def _as_text(one: Proposed, words: Words) -> StreamText:
    from affluent.sources.manifests import StreamText

    keys: dict[str, str | tuple[str, ...]] = {"name": one.name, "file": one.file}
    keys |= {
        key: value
        for key, value in (
            ("sheet", one.sheet),
            ("encoding", one.encoding),
            ("delimiter", one.delimiter),
            ("decimal_mark", one.decimal_mark),
        )
        if value is not None
    }
    keys["key"] = one.key
    columns: dict[str, str | Mapping[str, str]] = {
        name: {"type": guess.type, "format": guess.format} if guess.format else guess.type
        for name, guess in one.columns.items()
    }
    note = words("source.key_comment", rows=one.rows) if one.key else words("source.key_none")
    opened = [words(f"source.open_{code}", column=column) for column, code in one.open]
    return StreamText(keys, columns, [note, *opened])


def _pairs(given: list[str], option: str) -> dict[str, str]:
    from affluent.errors import ConfigError

    pairs = dict(one.split("=", 1) for one in given if "=" in one)
    if len(pairs) != len(given):
        raise ConfigError(
            f"{option} is written key=value; given was: {', '.join(given)}.",
            remedy="As in: --credential secret=env:SHOP_SECRET.",
        )
    return pairs
