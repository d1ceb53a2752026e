"""What holds from a day to a day, both included: its successor ends it on the eve.

The past does not change: a successor begins after what it follows began. The tables keep two from
holding on one day by exclusion constraints of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from psycopg import sql

from operations.database.connection import Connection
from operations.errors import CommandRefused, InvalidValue

ONE_DAY = dt.timedelta(days=1)


class BeganAlready(CommandRefused):
    """A successor would begin on or before the day on which its predecessor began."""

    def __init__(self, what: str, *, began: dt.date, valid_from: dt.date) -> None:
        super().__init__(
            f"{what} holds from {began}; another from {valid_from} would change the past.",
            remedy=f"Let the new one begin after {began}.",
        )


def succeed(
    connection: Connection,
    *,
    table: str,
    of: Mapping[str, object],
    valid_from: dt.date,
    what: str,
) -> None:
    """End what holds in ``table`` for the columns ``of`` on the eve of ``valid_from``.

    ``what`` begins the refusal: "The price of P00001 in EXPORT". Raises BeganAlready.
    """
    place = sql.Identifier(*table.split("."))
    same = sql.SQL(" and ").join(
        sql.SQL("{} {}").format(
            sql.Identifier(name), sql.SQL("is null" if value is None else "= %s")
        )
        for name, value in of.items()
    )
    values = [value for value in of.values() if value is not None]
    row = connection.execute(
        sql.SQL(
            "select valid_from, valid_to from {} where {} order by valid_from desc limit 1"
            " for update"
        ).format(place, same),
        values,
    ).fetchone()
    if row is None:
        return
    began, ends = row
    if valid_from <= began:
        raise BeganAlready(what, began=began, valid_from=valid_from)
    if ends is None or ends >= valid_from:
        connection.execute(
            sql.SQL("update {} set valid_to = %s where {} and valid_from = %s").format(place, same),
            [valid_from - ONE_DAY, *values, began],
        )


def require_span(valid_from: dt.date, valid_to: dt.date | None, *, what: str) -> None:
    """Refuse what would end before it begins."""
    if valid_to is not None and valid_to < valid_from:
        raise InvalidValue(
            f"{what} would hold from {valid_from} to {valid_to}.",
            remedy="Let it end on its first day or later.",
        )
