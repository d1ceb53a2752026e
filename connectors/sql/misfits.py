"""Values that cannot become what their column says: an objection, never a crash and never a 0.

SQLite keeps a text in a column of numbers, MySQL a 30 February. The rows that will be read are
asked for such values first. A column that has one comes in letters, so that what is refused is kept
as it was sent.
"""

from __future__ import annotations

from connectors.core.contract import Event, Note, Objections
from connectors.core.manifest import Stream
from connectors.sql.cursor import Cursor
from connectors.sql.queries import misfits_query, offenders_query
from connectors.sql.session import Column, Session, Shape

SHOWN = 5
REMEDY = (
    "Correct it at the source and refresh again; or declare the column as text in the manifest "
    "and cast it in staging. The batch is kept whole in the quarantine; what had landed stands."
)


def judged(
    session: Session, place: str, stream: Stream, shape: Shape, cursor: Cursor | None
) -> tuple[Shape, list[Event]]:
    """The shape in which the rows can be read, and what is to be said of them."""
    dialect = session.dialect
    asked: list[tuple[Column, str, bool]] = []
    for column in shape.values():
        qualified = dialect.column(column.name)
        if column.misfit:
            asked.append((column, column.is_misfit(qualified), True))
        if column.emptied:
            asked.append((column, column.is_emptied(qualified), False))
    if not asked:
        return shape, []
    conditions = [condition for _, condition, _ in asked]
    counts = session.one(misfits_query(dialect, stream, conditions, cursor))
    said: list[Event] = []
    reasons = []
    kept = dict(shape)
    for (column, _, is_misfit), counted in zip(asked, counts, strict=True):
        count = int(counted or 0)
        if not count:
            continue
        if is_misfit:
            query = offenders_query(dialect, stream, column, cursor, rows=SHOWN)
            shown = session.few(query)
            reasons.append(_reason(place, column, shown, count))
            kept[column.name] = column.as_text(dialect.untouched())
        else:
            said.append(Note(f"{place}: column '{column.name}': {_times(count)} landed empty"))
    if reasons:
        said.append(Objections(tuple(reasons), REMEDY))
    return kept, said


def _reason(place: str, column: Column, offenders: list[tuple[str | None, ...]], count: int) -> str:
    """Which values do not fit, with the keys of the first."""
    shown = []
    for *key, value in offenders:
        named = ", ".join(str(part) for part in key)
        shown.append(f"'{value}' (key {named})" if key else f"'{value}'")
    more = ", …" if count > len(shown) else ""
    kind = column.lands if column.kind == "decimal" else f"{column.kind}"
    article = "an" if kind[0] in "aeiou" else "a"
    return (
        f"{place}: column '{column.name}': {count} {'value' if count == 1 else 'values'} not "
        f"{article} {kind}: {', '.join(shown)}{more}."
    )


def _times(count: int) -> str:
    return "1 zero date" if count == 1 else f"{count} zero dates"
