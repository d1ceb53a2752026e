"""Answers a question about KPIs on one publication: the only way to a figure.

``Metrics.query`` takes names and gives a frame; the definitions are compiled by MetricFlow from
the publication's own semantic manifest. Periods and comparisons are their own modules.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from affluent.errors import ConfigError
from serving.balances import standing
from serving.catalogue import GRAINS, Catalogue, load_catalogue
from serving.semantic import Compiler
from serving.warehouse import Warehouse

if TYPE_CHECKING:
    import polars as pl

DAY = "{{ TimeDimension('metric_time', 'day') }}"
Where = Mapping[str, Sequence[str | None]]
# An average of money comes out of the engine as a double: its digits are kept, to this scale.
AVERAGE_SCALE = Decimal("0.0000000001")


class Question(NamedTuple):
    """KPIs that are cut in the same way, as one query answers them.

    ``cut``: element of the semantic layer → our name of its column; ``filters``: element and the
    values to keep, None for an absent one; ``start`` and ``end`` are included.
    """

    kpis: Sequence[str]
    cut: Mapping[str, str]
    start: dt.date | None
    end: dt.date | None
    filters: Sequence[tuple[str, Sequence[str | None]]]


class Metrics:
    """The KPIs of one publication. Safe to share between threads."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.catalogue: Catalogue = load_catalogue(warehouse.semantic_manifest_path)
        self._lock = threading.Lock()  # MetricFlow keeps ids and caches of its own

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self.warehouse.semantic_manifest_path)

    def is_available(self, kpi: str) -> bool:
        """Whether the sources bring what the KPI counts: some fact behind it has a row."""
        facts = self.catalogue.kpi(kpi).facts
        return any(self.warehouse.manifest.rows_of(fact) for fact in facts)

    def query(
        self,
        kpis: Sequence[str],
        *,
        by: Sequence[str] = (),
        start: dt.date | None = None,
        end: dt.date | None = None,
        where: Where | None = None,
        top: int | None = None,
    ) -> pl.DataFrame:
        """The figures, one row a group: the dimensions' columns, then the KPIs as asked.

        ``by``: short names (customer gives customer_number and customer; month gives the first
        day of the month). ``start``, ``end``: days of each KPI's own calendar, both included;
        without them all time, undated rows too. ``where``: short name → values, None for an
        absent one. Rows are in the order of the dimensions, absent values last; with ``top``,
        the greatest of the first KPI. Amounts are Decimal in company currency, rates 0 to 1.
        Raises ConfigError for a name that is not known, or a KPI that cannot be cut so.
        """
        import polars as pl

        kpis, by = list(dict.fromkeys(kpis)), list(dict.fromkeys(by))
        if not kpis:
            raise ConfigError("No KPI was asked for.", remedy="Name one, e.g. revenue.")
        for name in kpis:
            self.catalogue.kpi(name)
        columns = [column for name in by for _, column in self.catalogue.columns(name)]
        conditions = dict(where or {})
        grouped: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[str]] = {}
        shares = self._shares(kpis)
        for name in dict.fromkeys(part for kpi in kpis for part in shares.get(kpi, (kpi,))):
            elements = tuple(e for d in by for e in self._elements(name, d))
            filters = tuple(self._elements(name, d)[0] for d in conditions)
            is_balance = self.catalogue.kpi(name).is_balance
            grouped.setdefault((elements, filters, is_balance), []).append(name)
        answer: pl.DataFrame | None = None
        for (elements, filters, is_balance), names in grouped.items():
            asked = tuple(zip(filters, conditions.values(), strict=True))
            cut = dict(zip(elements, columns, strict=True))
            question = Question(names, cut, start, end, asked)
            part = self._ask_balance(question) if is_balance else self._ask(question)
            if answer is None:
                answer = part
            elif columns:
                answer = answer.join(part, on=columns, how="full", coalesce=True, nulls_equal=True)
            else:
                answer = pl.concat([answer, part], how="horizontal")
        assert answer is not None  # noqa: S101 there is at least one KPI
        for name, (above, below) in shares.items():
            answer = answer.with_columns(_share(above, below).alias(name))
        answer = self._exact(answer.select(*columns, *kpis))
        if columns:
            answer = answer.filter(~_says_nothing(columns, kpis))
        if top is not None:
            order = [kpis[0], *columns]
            falling = [True] + [False] * len(columns)
            return answer.sort(order, descending=falling, nulls_last=True).head(top)
        return answer.sort(columns, nulls_last=True) if columns else answer

    def cuts(self, kpi: str) -> list[str]:
        """The dimensions by which a KPI can be cut, by their short names."""
        self.catalogue.kpi(kpi)
        with self._lock:
            known = self._compiler.elements(kpi)
        return [
            name
            for name in self.catalogue.dimensions
            if name in GRAINS or all(e in known for e, _ in self.catalogue.columns(name))
        ]

    def rows_behind(
        self,
        kpi: str,
        *,
        start: dt.date | None = None,
        end: dt.date | None = None,
        where: Where | None = None,
    ) -> tuple[str, dict[str, object]]:
        """SQL of what each row of the fact brings to a KPI that is counted on one, and its values.

        Columns: ``row_key``, the row's key in the fact, and ``brought``. Of a balance, every row
        up to ``end`` counts. Raises ConfigError as ``query`` does.
        """
        known = self.catalogue.kpi(kpi)
        entity = self.catalogue.rows[known.facts[0]].entity
        asked = tuple((self._elements(kpi, name)[0], kept) for name, kept in (where or {}).items())
        if known.is_balance:
            start, end = None, end or self.warehouse.manifest.as_of
        sql, values = self._compiled(Question([kpi], {entity: "row_key"}, start, end, asked))
        return f'select row_key, "{kpi}" as brought from ({sql})', values

    def _shares(self, kpis: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The ratios of balances among the KPIs: their parts are summed over moves, not they."""
        found = {name: self.catalogue.kpi(name) for name in kpis}
        return {n: kpi.ratio_of for n, kpi in found.items() if kpi.is_balance and kpi.ratio_of}

    def _elements(self, kpi: str, dimension: str) -> list[str]:
        """The qualified names by which ``kpi`` is cut by ``dimension``."""
        columns = self.catalogue.columns(dimension)
        if dimension in GRAINS:
            return [f"metric_time__{dimension}"]
        with self._lock:
            known = self._compiler.elements(kpi)
        missing = [element for element, _ in columns if element not in known]
        if missing:
            raise ConfigError(
                f"The KPI '{kpi}' cannot be cut by '{dimension}'.",
                remedy=f"Cut it by one of: {', '.join(self.cuts(kpi))}.",
            )
        return [known[element] for element, _ in columns]

    def _ask(self, question: Question) -> pl.DataFrame:
        """What happened in the question's days."""
        return self.warehouse.frame(*self._compiled(question))

    def _ask_balance(self, question: Question) -> pl.DataFrame:
        """Balances: moves summed up to the end, whenever they happened."""
        last = question.end or self.warehouse.manifest.as_of
        columns = list(question.cut.values())
        by_period = any(name in GRAINS for name in columns)
        # What is made of balances is made of them as they stand, not of what moved in a period.
        kpis = question.kpis
        if by_period:
            known = (self.catalogue.kpi(name) for name in question.kpis)
            kpis = list(dict.fromkeys(part for kpi in known for part in kpi.parts))
        moves, values = self._compiled(question._replace(kpis=kpis, start=None, end=last))
        if by_period:
            since = question.start is not None
            held = standing(moves, kpis, columns, since=since)
            made = ", ".join(
                f'{self.catalogue.formula(name)} as "{name}"' for name in question.kpis
            )
            shown = "".join(f'"{name}", ' for name in columns)
            moves = f"select {shown}{made} from ({held})"
            values["balance_until"] = last
            if since:
                values["balance_since"] = question.start
        return self.warehouse.frame(moves, values)

    def _compiled(self, question: Question) -> tuple[str, dict[str, object]]:
        """The SQL of one question with its columns by our names, and the values it binds."""
        kpis, cut, start, end, filters = question
        where: list[str] = []
        values: dict[str, object] = {}
        for sign, name, day in ((">=", "first_day", start), ("<=", "last_day", end)):
            if day is not None:
                where.append(f"{DAY} {sign} cast(${name} as date)")
                values[name] = day
        for element, wanted in filters:
            where.append(_condition(element, wanted, values))
        with self._lock:
            compiled = self._compiler.sql(kpis, list(cut), where)
        shown = [
            f'cast("{element}" as date) as "{name}"'
            if name in GRAINS
            else f'"{element}" as "{name}"'
            for element, name in cut.items()
        ]
        selected = ", ".join([*shown, *(f'"{kpi}"' for kpi in kpis)])
        return f"select {selected} from (\n{compiled}\n)", values

    def _exact(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Money as decimals, averages too."""
        import polars as pl

        for name in frame.columns:
            kpi = self.catalogue.kpis.get(name)
            if kpi is None or kpi.unit != "currency" or frame.schema[name] != pl.Float64:
                continue
            exact = [
                None if value is None else Decimal(repr(value)).quantize(AVERAGE_SCALE)
                for value in frame[name]
            ]
            frame = frame.with_columns(pl.Series(name, exact, dtype=pl.Decimal(38, 10)))
        return frame


def _share(above: str, below: str) -> pl.Expr:
    """One column over another, null where that is 0."""
    import polars as pl

    divisor = pl.col(below).cast(pl.Float64)
    return pl.when(divisor != 0).then(pl.col(above).cast(pl.Float64) / divisor)


def _condition(element: str, wanted: Sequence[str | None], values: dict[str, object]) -> str:
    """A condition that binds its values: none of them becomes part of the SQL."""
    entity, _, short = element.rpartition("__")
    subject = f"{{{{ Dimension('{entity}__{short}') }}}}"
    names = []
    for value in wanted:
        if value is not None:
            names.append(f"value_{len(values)}")
            values[names[-1]] = value
    parts = [f"{subject} in ({', '.join(f'${name}' for name in names)})"] if names else []
    if None in wanted:
        parts.append(f"{subject} is null")
    return f"({' or '.join(parts) or 'false'})"


def _says_nothing(columns: Sequence[str], kpis: Sequence[str]) -> pl.Expr:
    """Rows of the group without any value in which no KPI has anything: deals not closed yet
    have no closing month, and are no group of won deals."""
    import polars as pl

    nameless = pl.all_horizontal(pl.col(name).is_null() for name in columns)
    empty = pl.all_horizontal((pl.col(name).is_null() | (pl.col(name) == 0)) for name in kpis)
    return nameless & empty
