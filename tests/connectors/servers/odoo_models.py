"""The models of an Odoo: fields by version, rows, and what its ORM does with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Domain = list[Any]


class OdooError(Exception):
    """An exception as Odoo raises it: its status on JSON-2, its name, its words."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name, self.message = status, name, message


@dataclass
class Model:
    """``types``: field → type; ``by_company``: fields of which each company has its own value."""

    name: str
    types: dict[str, str]
    rows: dict[int, Row] = field(default_factory=dict)
    by_company: set[str] = field(default_factory=set)
    next_id: int = 1

    def matching(self, domain: Domain, context: Row, *, is_new: bool) -> list[Row]:
        """The rows that a domain and the context let through."""
        allowed = context.get("allowed_company_ids") or []
        hides = context.get("active_test", True) and "active" in self.types
        hides = hides and not any(term[0] == "active" for term in domain)
        return [
            row
            for _, row in sorted(self.rows.items())
            if all(self._holds(row, term, is_new=is_new) for term in domain)
            and (not hides or row["active"])
            and (
                not row.get("company_id")
                or self.types.get("company_id") != "many2one"
                or row["company_id"] in allowed
            )
        ]

    def _holds(self, row: Row, term: list[Any], *, is_new: bool) -> bool:
        name, operator, value = term
        self.require([name])
        found = row[name]
        if isinstance(found, dt.datetime) and isinstance(value, str):
            value = dt.datetime.fromisoformat(value)
            if is_new:  # from 19 on a comparison knows whole seconds only
                found = found.replace(microsecond=0)
        return {
            "=": lambda: found == value,
            "!=": lambda: found != value,
            ">": lambda: found > value,
            ">=": lambda: found >= value,
            "in": lambda: found in value,
        }[operator]()

    def require(self, names: list[str]) -> None:
        for name in names:
            if name not in self.types:
                raise OdooError(
                    500, "builtins.ValueError", f"Invalid field '{name}' on '{self.name}'"
                )

    def ordered(self, rows: list[Row], order: str | None) -> list[Row]:
        name, _, way = (order or "id asc").partition(" ")
        self.require([name])
        return sorted(rows, key=lambda row: (row[name], row["id"]), reverse=way == "desc")

    def shown(self, row: Row, names: list[str], load: str, context: Row) -> Row:
        """A row as ``read`` gives it: false for nothing, references as pairs or ids."""
        self.require(names)
        return {"id": row["id"], **{name: self._value(row, name, load, context) for name in names}}

    def _value(self, row: Row, name: str, load: str, context: Row) -> Any:
        value, kind = row[name], self.types[name]
        if name in self.by_company:
            nothing = None if kind == "char" else Decimal(0)
            value = value.get((context.get("allowed_company_ids") or [1])[0], nothing)
        if kind == "many2one":
            if not value:
                return False
            return value if load == "" else [value, f"{name} {value}"]
        if value is None:
            return [] if kind in {"many2many", "one2many"} else False
        if isinstance(value, dt.datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S")
        return value
