"""``list`` and ``show``: the registers of the store, and one document whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.printing import Format, FormatOption, print_head, print_sheet
from affluent.desk.store import reading
from affluent.options import HERE, WorkspaceOption, span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from operations.registers.model import Register

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many rows at most.")]
StatusOption = Annotated[str | None, typer.Option("--status", help="Only those with this status.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, e.g. 2024-01-01.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, included.")]


def add_to(app: typer.Typer, registers: Callable[[], Sequence[Register]]) -> None:
    """Give a command group its ``list`` and ``show``; ``registers`` are read when one runs."""

    @app.command("list")
    def list_register(  # noqa: PLR0917  typer knows them by name
        name: Annotated[str, typer.Argument(help="What to list, such as orders.")] = "",
        status: StatusOption = None,
        start: FromOption = None,
        end: ToOption = None,
        limit: LimitOption = 50,
        workspace: WorkspaceOption = HERE,
        output: FormatOption = Format.table,
    ) -> None:
        """List documents or master records, the newest first; without a name, what there is."""
        from operations.registers.catalogue import named
        from operations.registers.reading import listed

        if not name:
            for register in registers():
                typer.echo(register.name)
            return
        wanted = named(registers(), name)
        first, last = span(start, end)
        with reading(workspace) as connection:
            sheet = listed(connection, wanted, status=status, start=first, end=last, limit=limit)
        print_sheet(sheet, output)
        if len(sheet.rows) == limit and output is Format.table:
            typer.echo(f"The newest {limit}; --limit shows more.", err=True)

    @app.command("show")
    def show_document(
        number: Annotated[str, typer.Argument(help="Its number, such as INV00042.")],
        workspace: WorkspaceOption = HERE,
    ) -> None:
        """Show one document: its head, its lines, and its journal entries."""
        from operations.registers.catalogue import of_number
        from operations.registers.reading import shown

        register = of_number(registers(), number)
        with reading(workspace) as connection:
            sheets = shown(connection, register, number)
        if len(sheets[0].rows) == 1:
            print_head(sheets[0])
        else:  # the moves of one document
            print_sheet(sheets[0], Format.table)
        for sheet in sheets[1:]:
            print_sheet(sheet, Format.table)
