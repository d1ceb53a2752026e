"""Reads FEC files: all years whole, when one of them is not what landed last.

The rules of the FEC are in ``standards/fec``; here stands what follows when one is broken.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Literal

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    Note,
    Objections,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.manifest import Manifest, Stream
from connectors.fec.budget import STREAM as BUDGET
from connectors.fec.budget import Budget, read_budget
from connectors.fec.table import as_table
from connectors.fec.years import Chosen, Sent, Year, choose
from connectors.files.quiet import read_quiet
from standards.fec import Fault
from standards.fec.faults import listed

Rules = Literal["published", "usable"]
IN_A_FOLDER = "*[fF][eE][cC]*.[tT][xX][tT]"
SHOWN = 10


class FecConnector:
    """The FEC files that a pattern finds, of one company or several, and a budget beside them.

    ``rules``: what refuses a file, every rule that is published, or only those without which
    figures would be wrong (``usable``). ``fiscal_year_start`` says in which year a file lies
    whose name does not.
    """

    def __init__(
        self,
        source: str,
        pattern: Path,
        manifest: Manifest,
        *,
        rules: Rules = "published",
        fiscal_year_start: int = 1,
        budget: Budget | None = None,
    ) -> None:
        self.source = source
        self.pattern = Path(os.path.normpath(pattern))
        self.manifest = manifest
        self.rules = rules
        self.fiscal_year_start = fiscal_year_start
        self.budget = budget

    def check(self) -> None:
        """Raise ConfigError when no file is found, or not the budget that is named."""
        if not self.paths():
            raise ConfigError(
                f"No file of the source '{self.source}' is found: {self.pattern}",
                remedy="Put its FEC there, or correct path under "
                f"[sources.{self.source}] in affluent.toml.",
            )
        if self.budget is not None:
            self.budget.require(self.source)

    def discover(self) -> list[StreamSchema]:
        """The columns that land, of all files."""
        table = as_table(self.chosen().years)
        columns = tuple((name, str(table.schema.field(name).type)) for name in table.column_names)
        lines, budget = self.manifest.streams
        texts = tuple((name, "text") for name in budget.columns)
        return [StreamSchema(lines.name, columns), StreamSchema(budget.name, texts)]

    def paths(self) -> list[Path]:
        """The files that the pattern finds; of a folder, the text files named as a FEC."""
        pattern = self.pattern / IN_A_FOLDER if self.pattern.is_dir() else self.pattern
        relative = str(pattern.relative_to(pattern.anchor))
        return sorted(path for path in Path(pattern.anchor).glob(relative) if path.is_file())

    def chosen(self) -> Chosen:
        """What the files say now, year by year. Raises SourceError when one cannot be read."""
        return choose(self._sent(), fiscal_year_start=self.fiscal_year_start)

    def refusals(self, year: Year) -> list[Fault]:
        """The faults for which the file of a year is refused."""
        found = year.examined
        return found.faults if self.rules == "published" else found.grave_faults

    def snapshot(self) -> AbstractContextManager[FecConnector]:
        """Files are written one by one: there is no moment that they share."""
        return nullcontext(self)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """All years, or the budget; only a checkpoint when its files are those that landed last."""
        if stream.name == BUDGET:
            yield from read_budget(self.budget, stream, state)
        else:
            yield from self._read_years(state)

    def _read_years(self, state: State | None) -> Iterator[Event]:
        sent = self._sent()
        files = {str(one.path): one.sha256 for one in sent}
        if state is not None and state.get("files") == files:
            yield Checkpoint(state)
            return
        chosen = choose(sent, fiscal_year_start=self.fiscal_year_start)
        objections = self.objections(chosen)
        if chosen.unreadable and objections is not None:
            raise SourceError("\n".join(objections.reasons), remedy=objections.remedy)
        yield from self._remarks(chosen, state)
        table = as_table(chosen.years)
        yield Batch(table)
        debit, credit = (
            sum(getattr(year.examined, side) for year in chosen.years)
            for side in ("debit", "credit")
        )
        yield ControlTotals(table.num_rows, {"Debit": debit, "Credit": credit})
        yield SnapshotComplete()
        yield Checkpoint(
            {
                "strategy": "content",
                "files": files,
                "years": [_year_name(year) for year in chosen.years],
                "watermark": max(year.closed_on for year in chosen.years).isoformat(),
            }
        )

    def _sent(self) -> list[Sent]:
        paths = self.paths()
        if not paths:
            raise SourceError(
                f"{self.source}: there is no file any more: {self.pattern}",
                remedy="Put the FEC files back; what they brought stands until then.",
            )
        found = []
        for path in paths:
            data, modified_at = read_quiet(path)
            found.append(Sent(path, data, hashlib.sha256(data).hexdigest(), modified_at))
        return found

    def objections(self, chosen: Chosen) -> Objections | None:
        """Why these files are refused, with the remedy; None when they are not."""
        reasons = [*chosen.unreadable, *chosen.faults]
        is_only_form = not reasons
        for year in chosen.years:
            refusals = self.refusals(year)
            if refusals:
                reasons.append(listed(refusals, of=year.name))
                is_only_form = is_only_form and not year.examined.grave_faults
        if not reasons:
            return None
        reasons = [f"{self.source}: {reason}" for reason in reasons[:SHOWN]]
        return Objections(tuple(reasons), self._remedy(is_only_form=is_only_form))

    def _remarks(self, chosen: Chosen, state: State | None) -> Iterator[Event]:
        """What is said of the files, and why they are refused if they are."""
        for year in chosen.years:
            yield Note(_described(year))
            if year.examined.faults and not self.refusals(year):
                yield Note(f"admitted all the same: {listed(year.examined.faults, of=year.name)}")
        for text in chosen.notes:
            yield Note(text)
        here = {_year_name(year) for year in chosen.years}
        for gone in (state or {}).get("years", []):
            if gone not in here:
                yield Note(f"the year {gone} is gone: no file brings it any more")
        objections = self.objections(chosen)
        if objections is not None:
            yield objections

    def _remedy(self, *, is_only_form: bool) -> str:
        again = "Have the file exported again by the program that keeps the books"
        if is_only_form:
            return (
                f"{again}. None of these faults makes a figure wrong: to read it all the same, "
                f'write rules = "usable" under [sources.{self.source}] in affluent.toml.'
            )
        return f"{again}; what had landed before stands."


def _year_name(year: Year) -> str:
    return f"{year.siren or 'of the company'} to {year.closed_on}"


def _described(year: Year) -> str:
    found = year.examined
    return (
        f"{year.name}: year {_year_name(year)}, {found.lines:,} lines, {found.entries:,} entries, "
        f"{found.encoding}"
    )
