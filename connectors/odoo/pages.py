"""One model of Odoo, page by page."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec

from connectors.core.http.transport import Unreachable
from connectors.core.manifest import Stream
from connectors.core.paged.pages import Page, Totals
from connectors.core.wire.rows import Rows
from connectors.odoo.client import JSON_2_SINCE, Session
from connectors.odoo.columns import COMPANY, Chosen

if TYPE_CHECKING:
    import pyarrow as pa

Domain = list[Any]
KEYS_A_PAGE = 50_000
SMALLEST_PAGE = 100
TRIES_A_SIZE = 3
STAMP = "%Y-%m-%d %H:%M:%S"
UNIT = Decimal("0.000001")  # of a control total
MOST_DIGITS = 15  # a sum comes as a float: with more digits its last ones mean nothing


class ModelPages:
    """One stream. ``after`` of a page is the id of its last row; with ``per_company``, the place
    of the company and that id."""

    def __init__(self, session: Session, stream: Stream, chosen: Chosen, place: str) -> None:
        self._session = session
        self._stream = stream
        self._chosen = chosen
        self._rows = Rows(place, chosen.fields)
        self._size = stream.page_rows
        self._filter: Domain = list(stream.filter or ())

    @property
    def columns(self) -> tuple[str, ...]:
        return self._chosen.present

    def page(self, *, since: str | None, after: Any | None) -> Page:
        if self._stream.per_company:
            return self._page_of_company(after)
        moved = [] if since is None else [["write_date", ">=", since]]
        table, last = self._read([*moved], after, {})
        newest = None
        if table.num_rows and "write_date" in table.column_names:
            import pyarrow.compute as pc

            found = pc.max(table.column("write_date")).as_py()
            newest = None if found is None else found.strftime(STAMP)
        return Page(table, last, newest)

    def keys(self) -> pa.Table:
        import pyarrow as pa

        if not self._stream.per_company:
            return pa.table({"id": pa.array(self._ids([]), pa.int64())})
        found = {one: self._ids([], _as_of(one)) for one in self._session.companies}
        return pa.table(
            {
                "id": pa.array([key for keys in found.values() for key in keys], pa.int64()),
                COMPANY: pa.array([one for one in found for _ in found[one]], pa.int64()),
            }
        )

    def archived(self) -> pa.Table:
        import pyarrow as pa

        return pa.table({"id": pa.array(self._ids([["active", "=", False]]), pa.int64())})

    def totals(self) -> Totals:
        """Count and sums of one question, so of one transaction of Odoo.

        Without sums the count is that of the search itself: of messages and activities a search
        leaves out what their documents hide, and a sum over groups does not. A row that only one
        company sees counts once, one that all see as often as there are companies.
        """
        if self._stream.per_company:
            return Totals(sum(self._count(_as_of(one)) for one in self._session.companies))
        wires = [self._chosen.wire_of(name) for name in self._chosen.summed]
        if not wires:
            return Totals(self._count({}))
        if self._session.version.major >= JSON_2_SINCE:
            asked = ["__count", *(f"{wire}:sum" for wire in wires)]
            row = self._group("formatted_read_group", aggregates=asked)
            found = {wire: row.get(f"{wire}:sum") for wire in wires}
        else:
            row = self._group("read_group", fields=[f"{w}:sum" for w in wires], lazy=False)
            found = {wire: row.get(wire) for wire in wires}
        sums = {}
        for name, wire in zip(self._chosen.summed, wires, strict=True):
            value = _number(found[wire])
            if len(value.as_tuple().digits) <= MOST_DIGITS:
                sums[name] = value.quantize(UNIT, ROUND_HALF_UP)
        return Totals(int(_number(row.get("__count"))), sums)

    def newest(self) -> str | None:
        rows = self._session.ask(
            *(list[dict[str, Any]], self._model, "search_read"),
            domain=self._filter,
            fields=["write_date"],
            order="write_date desc",
            limit=1,
        )
        return rows[0]["write_date"] or None if rows else None

    def now(self) -> str:
        """By the Date of Odoo's last answer; by our own clock where it bears none."""
        told = self._session.transport.last_date
        try:
            moment = parsedate_to_datetime(told or "")
        except ValueError:
            moment = dt.datetime.fromtimestamp(self._session.transport.now(), dt.UTC)
        return moment.astimezone(dt.UTC).strftime(STAMP)

    def back(self, stamp: str, minutes: int) -> str:
        moment = dt.datetime.strptime(stamp, STAMP)  # noqa: DTZ007  UTC, as Odoo writes it
        return (moment - dt.timedelta(minutes=minutes)).strftime(STAMP)

    @property
    def _model(self) -> str:
        return self._stream.resource or ""

    def _count(self, context: dict[str, Any]) -> int:
        named = {"domain": self._filter, **self._in(context)}
        return int(self._session.ask(int, self._model, "search_count", **named))

    def _in(self, context: dict[str, Any]) -> dict[str, Any]:
        """What a question bears so that it is asked in another context than the others."""
        return {"context": {**self._session.context, **context}} if context else {}

    def _ids(self, domain: Domain, context: dict[str, Any] | None = None) -> list[int]:
        """The ids of all rows that a domain lets through, many at a time."""
        found: list[int] = []
        while True:
            page = self._session.ask(
                *(list[int], self._model, "search"),
                domain=[*self._filter, *domain, ["id", ">", found[-1] if found else 0]],
                order="id asc",
                limit=KEYS_A_PAGE,
                **self._in(context or {}),
            )
            found += page
            if len(page) < KEYS_A_PAGE:
                return found

    def _read(
        self, domain: Domain, after: int | None, context: dict[str, Any]
    ) -> tuple[pa.Table, int | None]:
        """Rows behind an id, and where the next page begins; fewer at once where it is slow."""
        named: dict[str, Any] = {
            "domain": [*self._filter, *domain, ["id", ">", after or 0]],
            "fields": self._chosen.wires,
            "order": "id asc",
            "load": "",  # ids without their names: those are in streams of their own
            **self._in(context),
        }
        while True:
            is_smallest = self._size <= SMALLEST_PAGE
            try:
                body = self._session.call(
                    self._model,
                    "search_read",
                    attempts=None if is_smallest else TRIES_A_SIZE,
                    limit=self._size,
                    **named,
                )
                break
            except Unreachable as error:
                if is_smallest or not error.is_slow:
                    raise
                self._size = max(self._size // 4, SMALLEST_PAGE)
        table = self._rows.table(body)
        is_last = table.num_rows < self._size
        return table, None if is_last else table.column("id")[-1].as_py()

    def _page_of_company(self, after: list[int] | None) -> Page:
        """A field of which each company has its own value, for one company after the other."""
        import pyarrow as pa

        companies = list(self._session.companies)
        place, last = after or (0, 0)
        company = companies[place]
        table, following = self._read([], last, _as_of(company))
        column = pa.array([company] * table.num_rows, pa.int64())
        table = table.append_column(COMPANY, column)
        if following is not None:
            return Page(table, [place, following])
        return Page(table, [place + 1, 0] if place + 1 < len(companies) else None)

    def _group(self, method: str, **named: Any) -> dict[str, msgspec.Raw]:
        body = self._session.call(self._model, method, domain=self._filter, groupby=[], **named)
        rows = msgspec.json.decode(body, type=list[dict[str, msgspec.Raw]])
        return rows[0] if rows else {}


def _as_of(company: int) -> dict[str, Any]:
    """As a user of one company sees it."""
    return {"allowed_company_ids": [company]}


def _number(raw: msgspec.Raw | None) -> Decimal:
    """A sum from its text; false or nothing where there was nothing to sum."""
    text = "0" if raw is None else bytes(raw).decode()
    return Decimal(0) if text in {"false", "null"} else Decimal(text)
