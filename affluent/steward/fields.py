"""``affluent steward fields`` and ``set``: where a field comes from, and a steward's word on it."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.desk.printing import Format, FormatOption, print_rows
from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import AuthorOption, ReasonOption, author_of, now, office, steward_app


@steward_app.command("fields")
def fields(
    record: Annotated[str, typer.Argument(help="A record of the party, as source:number.")],
    output: FormatOption = Format.table,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show each field of a party: its value, who gives it, by which rule, and what others say."""
    from serving.stewardship import fields_of

    with office(workspace) as open_office:
        words = open_office.words
        rows = [
            [
                words(f"field.{each.field}"),
                each.value,
                each.record_id if each.source != "steward" else words("steward.steward"),
                words(f"rule.{each.rule}"),
                each.losing,
            ]
            for each in fields_of(open_office.metrics.warehouse, record)
        ]
        heading = [
            words(f"steward.{name}") for name in ("field", "value", "origin", "rule", "losing")
        ]
        print_rows(heading, rows, output)


@steward_app.command("set")
def set_field(
    record: Annotated[str, typer.Argument(help="A record of the party, as source:number.")],
    field: Annotated[str, typer.Argument(help="The field, e.g. city.")],
    value: Annotated[str | None, typer.Argument(help="What it shall be.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take the word back.")] = False,
    reason: ReasonOption = "",
    author: AuthorOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Say what a field of a party shall be, above every rule, or take that back."""
    from identity.field_words import FieldWord, say
    from identity.registry import open_registry
    from serving.stewardship import records_of

    if (value is None) != forget:
        raise ConfigError(
            "Give a value, or --forget.", remedy="affluent steward set erp:7 city Lyon"
        )
    with office(workspace) as open_office:
        if record not in records_of(open_office.metrics.warehouse, [record]):
            raise ConfigError(
                f"What is published knows no record '{record}'.",
                remedy="A record is source:number, as affluent steward list writes it.",
            )
        with open_registry(open_office.registry) as registry:
            say(registry, FieldWord(record, field, value, author_of(author), now(), reason))
        typer.echo(open_office.words("steward.at_next_refresh"))
