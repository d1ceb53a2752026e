"""Which file stands for which year of which company, where several say something of it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from standards.fec import Examined, examine, named
from standards.fec.faults import Fault, listed


@dataclass(frozen=True)
class Sent:
    """A file as it was found."""

    path: Path
    data: bytes
    sha256: str
    modified_at: dt.datetime


@dataclass(frozen=True)
class Year:
    """One year of one company's books, as one file tells it; ``siren`` is empty when unknown.

    ``is_named``: the name of the file says company and closing itself.
    """

    sent: Sent
    siren: str
    closed_on: dt.date
    examined: Examined
    is_named: bool = False

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.sent.path.name


@dataclass
class Chosen:
    """The years that stand, in order; why some files do not, and what is wrong between them."""

    years: list[Year] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def choose(sent: Sequence[Sent], *, fiscal_year_start: int) -> Chosen:
    """One file a company and year.

    Of two files whose names say the same year of the same company the one written last stands; of
    two whose years overlap, as an export of June and one of December, the one that closes later. A
    file without a SIREN in its name is of the only company that the others name; whether such a
    file corrects another one nobody can tell: both are refused.
    """
    chosen = Chosen()
    years = _newest(_read(sent, chosen, fiscal_year_start), chosen)
    sirens = {year.siren for year in years if year.siren}
    if len(sirens) == 1:
        years = _newest([replace(year, siren=min(sirens)) for year in years], chosen)
    years.sort(key=lambda year: (year.siren, year.closed_on))
    chosen.years = _apart(years, chosen)
    return chosen


def _read(sent: Sequence[Sent], chosen: Chosen, fiscal_year_start: int) -> list[Year]:
    found = []
    for one in sent:
        name = named(one.path.name)
        examined = examine(one.data, closed_on=name.closed_on)
        closed_on = name.closed_on
        if closed_on is None and examined.last_on is not None:
            closed_on = year_end(examined.last_on, fiscal_year_start)
        if closed_on is None or examined.frame is None:
            chosen.unreadable.append(_said(one.path.name, examined.faults))
            continue
        is_named = name.siren is not None and name.closed_on is not None
        found.append(Year(one, name.siren or "", closed_on, examined, is_named))
    return found


def _said(name: str, faults: Sequence[Fault]) -> str:
    return listed(faults or [Fault(0, "it has no entry with a day")], of=name)


def _newest(years: Sequence[Year], chosen: Chosen) -> list[Year]:
    """Of each company and closing, the file written last."""
    newest: dict[tuple[str, dt.date], Year] = {}
    for year in sorted(years, key=lambda year: (year.sent.modified_at, str(year.sent.path))):
        older = newest.get((year.siren, year.closed_on))
        if older is not None and older.is_named and year.is_named:
            chosen.notes.append(
                f"{older.name} is left out: {year.name} is of the same year, to "
                f"{year.closed_on}, and was written later"
            )
        elif older is not None:
            chosen.faults.append(
                f"{older.name} and {year.name} are both of the year to {year.closed_on}: name each "
                f"by its company and closing, as 123456789FEC{year.closed_on:%Y%m%d}.txt, or take "
                "one away."
            )
        newest[year.siren, year.closed_on] = year
    return list(newest.values())


def _apart(years: Sequence[Year], chosen: Chosen) -> list[Year]:
    """Years of one company that do not share a day."""
    kept: list[Year] = []
    for year in years:
        while kept and kept[-1].siren == year.siren and _overlap(kept[-1], year):
            earlier = kept.pop()
            if not _lies_within(earlier, year):
                chosen.faults.append(
                    f"{earlier.name} has entries up to {earlier.examined.last_on}, and "
                    f"{year.name} begins on {year.examined.first_on}: days stand in both."
                )
            else:
                chosen.notes.append(
                    f"{earlier.name} is left out: its days stand in {year.name}, which closes later"
                )
        kept.append(year)
    return kept


def _overlap(earlier: Year, later: Year) -> bool:
    last, first = earlier.examined.last_on, later.examined.first_on
    return last is not None and first is not None and first <= last


def _lies_within(earlier: Year, later: Year) -> bool:
    first, start = earlier.examined.first_on, later.examined.first_on
    return first is not None and start is not None and start <= first


def year_end(day: dt.date, fiscal_year_start: int) -> dt.date:
    """The last day of the fiscal year of ``day``, whose first month is ``fiscal_year_start``."""
    month = (fiscal_year_start - 2) % 12 + 1
    year = day.year if day.month <= month else day.year + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])
