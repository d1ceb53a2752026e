"""What sqlfluff's Jinja templater sees of our macros: calls of the same name, so that SQL parses.

The macros themselves are in ``dbt_project/macros``; nothing here runs in a build.
"""

from __future__ import annotations

from collections.abc import Callable


def conformed(_entity: str, columns: dict[str, str]) -> str:
    """A select of the entity's columns."""
    return "select " + ", ".join(columns) + " from branch"


def days_table(relation: str, _first: str, _last: str) -> str:
    """A select of one day column."""
    return f"select date_day from {relation}"


def landed(_sources: object, table: str, columns: list[str]) -> str:
    """A select of the columns, with the source's name."""
    return f"select source_name, {', '.join(columns)} from {table}"


def party_rules() -> dict[str, str]:
    """Fields and their rules; one is enough to see the shape."""
    return {"party_name": "source_priority", "created_on": "source_priority"}


def listed_rows(name: str, columns: list[str]) -> str:
    """A select of the columns."""
    return f"select {', '.join(columns)} from {name}"


def __getattr__(name: str) -> Callable[..., str]:
    """Any other macro: a function call on its arguments."""
    if name.startswith("__"):
        raise AttributeError(name)

    def call(*arguments: object, **_options: object) -> str:
        flat = [
            str(item)
            for argument in arguments
            for item in (argument if isinstance(argument, list) else [argument])
        ]
        return f"{name}({', '.join(flat)})"

    return call
