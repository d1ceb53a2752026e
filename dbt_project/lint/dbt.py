"""What sqlfluff's Jinja templater sees of dbt's cross-database macros: calls of the same name."""

from __future__ import annotations

from collections.abc import Callable


def type_string() -> str:
    """The unsized text type."""
    return "varchar"


def listagg(measure: str, separator: str, order: str) -> str:
    """Texts of a group in one."""
    return f"string_agg({measure}, {separator} {order})"


def dateadd(part: str, number: int, date: str) -> str:
    """A date moved by a number of parts."""
    return f"date_add({date}, {number}, '{part}')"


def __getattr__(name: str) -> Callable[..., str]:
    """Any other macro: a function call on its arguments."""
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *arguments: f"{name}({', '.join(str(argument) for argument in arguments)})"
