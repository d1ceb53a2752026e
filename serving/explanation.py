"""The documents behind a figure, to the line: what each brings, and that together they make it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from affluent.errors import ConfigError
from serving.catalogue import NAMED, Kpi
from serving.metrics import Metrics

if TYPE_CHECKING:
    import polars as pl

# What names a document or says when it was made; keys and amounts are not shown beside the part.
NAMING = ("_number", "_type", "_on", "_code", "_name", "_month")
NAMED_SO = frozenset({"source_name", "stage", "status", "component"})


@dataclass(frozen=True)
class Explanation:
    """One KPI that is counted on one fact, and the rows that make it.

    ``rows``: the columns that name the document, then the KPI's own: what the row brings.
    ``figure``: the KPI as it is asked for everywhere. ``proved``: the rows add up to it; None
    where rows do not add up to a figure, as in a count of different customers.
    """

    kpi: Kpi
    fact: str
    rows: pl.DataFrame
    figure: Any
    proved: bool | None


def explain(
    metrics: Metrics,
    name: str,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    where: Mapping[str, str] | None = None,
) -> Iterator[Explanation]:
    """The rows behind a KPI; of a ratio, those of what is divided, then those of the divisor.

    ``where``: short name of a dimension → its value; a customer, product, account or party by
    number or by name. Raises ConfigError for a KPI, dimension or value that is not known.
    """
    for part in metrics.catalogue.kpi(name).parts:
        kept = {
            dimension: _values(metrics, part, dimension, value)
            for dimension, value in (where or {}).items()
        }
        yield _explained(metrics, metrics.catalogue.kpi(part), start, end, kept)


def _explained(
    metrics: Metrics,
    kpi: Kpi,
    start: dt.date | None,
    end: dt.date | None,
    where: Mapping[str, Sequence[str | None]],
) -> Explanation:
    fact = kpi.facts[0]
    sql, values = metrics.rows_behind(kpi.name, start=start, end=end, where=where)
    key = metrics.catalogue.rows[fact].key
    columns = [f'fact."{name}"' for name in _naming(metrics, fact, is_balance=kpi.is_balance)]
    shown = ", ".join(columns)
    # Moves of one document that cancel are no part of what stands.
    brought = "sum(brought)" if kpi.is_balance else "brought"
    grouped = f"group by {shown} having sum(brought) <> 0" if kpi.is_balance else ""
    frame = metrics.warehouse.frame(
        f'select {shown}, {brought} as "{kpi.name}"'
        f' from ({sql}) as behind join marts."{fact}" as fact on fact."{key}" = behind.row_key'
        f" where brought is not null and brought <> 0 {grouped}"
        f" order by {', '.join(str(place + 1) for place in range(len(columns)))}",
        values,
    )
    figure = metrics.query([kpi.name], start=start, end=end, where=where).item()
    return Explanation(kpi, fact, frame, figure, _proved(kpi, frame, figure))


def _proved(kpi: Kpi, frame: pl.DataFrame, figure: Any) -> bool | None:
    if not kpi.adds_up:
        return None
    return bool(frame[kpi.name].sum() == (figure or 0))


def _naming(metrics: Metrics, fact: str, *, is_balance: bool) -> list[str]:
    """The columns that name a document. Of what stands, the days of its moves are left out."""
    found = [
        name
        for name in metrics.warehouse.frame(f'select * from marts."{fact}" limit 0').columns
        if name in NAMED_SO or name.endswith(NAMING)
    ]
    counted = metrics.catalogue.rows[fact].day
    days = [name for name in found if name.endswith(("_on", "_month"))]
    days.sort(key=lambda name: name != counted)
    others = [name for name in found if name not in days]
    return others if is_balance and others else [*days, *others]


def _values(metrics: Metrics, kpi: str, dimension: str, value: str) -> list[str]:
    """The value as the dimension holds it; of numbered things, found by number or name."""
    columns = [column for _, column in metrics.catalogue.columns(dimension)]
    frame = metrics.query([kpi], by=[dimension])
    wanted = value.casefold()
    found = {
        str(row[0])
        for row in frame.select(columns).iter_rows()
        if any(cell is not None and str(cell).casefold() == wanted for cell in row)
    }
    if not found:
        raise ConfigError(
            f"No {dimension} of '{kpi}' is called '{value}'.",
            remedy=f"See them: affluent kpi {kpi} --by {dimension}",
        )
    if len(found) > 1 and dimension in NAMED:
        raise ConfigError(
            f"{len(found)} of {dimension} are called '{value}': {', '.join(sorted(found))}.",
            remedy="Name one by its number.",
        )
    return sorted(found)
