"""``affluent source add sql``: a manifest from the tables of a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import add_app, words_of

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.sources.manifests import StreamText
    from connectors.sql.tables import Table


@add_app.command("sql")
def add_sql(
    url: Annotated[
        str, typer.Option(help="The variable that holds its address, as env:SHOP_DATABASE_URL.")
    ],
    table: Annotated[
        str | None, typer.Option(help="Tables, separated by commas; none: all that may be read.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the source is called.")] = "database",
    workspace: WorkspaceOption = HERE,
) -> None:
    """Look at a database, and declare its tables: keys, and how their changes are seen."""
    from affluent.settings import load_workspace, secret
    from affluent.sources.manifests import manifest_text, write_source
    from affluent.workspace import parse_added
    from connectors.sql.tables import tables

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    added = parse_added(loaded, name, {"kind": "sql", "url": url})
    named = [part.strip() for part in (table or "").split(",") if part.strip()]
    dsn = secret(url, used_for=f"the source {name}")
    found = tables(name, dsn, root=loaded.root, named=named)
    streams = _streams(found)
    for stream, one in streams.items():
        typer.echo(
            words(
                "source.table_proposed",
                stream=stream,
                table=one.name,
                columns=len(one.columns),
                key=words("source.table_key", key=", ".join(one.key))
                if one.key
                else words("source.table_no_key"),
                strategy=words("source.table_cursor", cursor=one.cursor)
                if one.cursor
                else words("source.table_whole"),
            )
        )
    text = manifest_text(
        words("source.manifest_of_tables", url=url),
        [_as_text(stream, one, words) for stream, one in streams.items()],
    )
    written = write_source(loaded, added, name, text)
    typer.echo(words("source.wrote", file=str(written)))
    typer.echo(words("source.added", name=name, file=str(loaded.root / "affluent.toml")))
    typer.echo(f"affluent source discover {name} --workspace {workspace}")


def _streams(found: list[Table]) -> dict[str, Table]:
    """Stream → table: the bare name where no other schema has the same."""
    bare = [_name(one.name.rpartition(".")[2]) for one in found]
    return {
        name if bare.count(name) == 1 else _name(one.name): one
        for name, one in zip(bare, found, strict=True)
    }


def _name(table: str) -> str:
    name = re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", table.lower())).strip("_")
    return name if name and name[0].isalpha() else f"table_{name}"


def _as_text(stream: str, one: Table, words: Words) -> StreamText:
    from affluent.sources.manifests import StreamText

    keys: dict[str, str | tuple[str, ...]] = {"name": stream, "table": one.name, "key": one.key}
    remarks = [] if one.key else [words("source.table_no_key")]
    if one.cursor:
        keys |= {"strategy": "watermark", "cursor": one.cursor}
        remarks.append(words("source.cursor_comment", cursor=one.cursor))
    columns = ", ".join(f"{name} {kind}" for name, kind in one.columns.items())
    return StreamText(keys, remarks=[*remarks, columns])
