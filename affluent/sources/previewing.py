"""``affluent source preview``: the first rows of a stream, read and not landed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.printing import Format, FormatOption, print_csv, print_table
from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption
from affluent.sources.app import source_app, words_of

if TYPE_CHECKING:
    import pyarrow as pa

    from connectors.core.contract import Connector
    from connectors.core.manifest import Stream

CELL = 40  # characters of a cell that a table shows


@source_app.command("preview")
def preview(
    stream: Annotated[str, typer.Argument(help="SOURCE.STREAM, as shop.orders.")],
    rows: Annotated[int, typer.Option(min=1, max=1000, help="How many rows.")] = 10,
    workspace: WorkspaceOption = HERE,
    output: FormatOption = Format.table,
) -> None:
    """Print the first rows of a stream as they would land; nothing is kept."""
    from affluent.settings import load_workspace
    from connectors.registry import connector_for, manifest_for

    loaded = load_workspace(workspace)
    words = words_of(loaded)
    source, dot, name = stream.partition(".")
    if not dot and len(loaded.config.sources) == 1:
        source, name = next(iter(loaded.config.sources)), stream
    manifest = manifest_for(loaded, source)
    if not name:
        raise ConfigError(
            f"'{stream}' names no stream.",
            remedy=f"Take one of: {', '.join(f'{source}.{one.name}' for one in manifest.streams)}.",
        )
    declared = manifest.stream(name)
    if loaded.config.sources[source].kind == "operations":
        raise ConfigError(
            "The operational store is not previewed: it runs during a refresh only.",
            remedy="See affluent erp list and affluent crm list.",
        )
    table, said = _first(connector_for(loaded, source), declared, rows)
    heading = table.column_names
    rows_found = [list(row.values()) for row in table.to_pylist()]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows_found]
    if output is Format.csv:
        print_csv(heading, texts)
        return
    shown = [[_short(cell) for cell in row] for row in texts]
    print_table(heading, shown, figures=0, title=f"{source}.{name}")
    for line in said:
        typer.echo(f"· {line}")
    typer.echo(words("source.previewed", rows=table.num_rows))


def _first(connector: Connector, stream: Stream, rows: int) -> tuple[pa.Table, list[str]]:
    """The first rows that a reading from the beginning gives, and what is said before them."""
    import pyarrow as pa

    from connectors.core.contract import Batch, Note, Objections, Resume

    said: list[str] = []
    tables: list[pa.Table] = []
    with connector.snapshot() as reader:
        for event in reader.read(stream, None):
            if isinstance(event, Note):
                said.append(event.text)
            elif isinstance(event, Objections):
                said += [*event.reasons, event.remedy]
            elif isinstance(event, Resume) and tables:
                break  # a page is enough: the next one may bring the same rows again
            elif isinstance(event, Batch):
                tables.append(event.table.slice(0, rows))
                if sum(table.num_rows for table in tables) >= rows:
                    break
    whole = pa.concat_tables(tables, promote_options="permissive") if tables else pa.table({})
    return whole.slice(0, rows), said


def _short(cell: str) -> str:
    line = cell.replace("\n", "⏎")
    return line if len(line) <= CELL else f"{line[: CELL - 1]}…"
