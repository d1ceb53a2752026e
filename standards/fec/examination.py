"""Reads a FEC against the rules: its fields, its entries, its order, its year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from standards.fec.columns import LONGEST_YEAR_MONTHS
from standards.fec.decoding import decode
from standards.fec.faults import Fault
from standards.fec.layout import LINE, lay_out
from standards.fec.rules import rules, typed

if TYPE_CHECKING:
    import polars as pl

# A file whose every line breaks one rule says so of its first lines, and how many there are.
LINES_NAMED: Final = 100
ENTRY = ("JournalCode", "EcritureNum")


@dataclass
class Examined:
    """What a file holds, and what is wrong with it.

    ``frame``: its lines with the published columns as texts, the others behind them, and ``line``
    (of the file), ``debit`` and ``credit`` (cents), ``day``; None when it cannot be cut into
    fields. ``is_chronological``: by the day of the entry, which many programs do not sort by.
    """

    encoding: str = ""
    separator: str = ""
    has_signed_amounts: bool = False
    lines: int = 0
    entries: int = 0
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    is_chronological: bool = True
    faults: list[Fault] = field(default_factory=list)
    frame: pl.DataFrame | None = None

    @property
    def grave_faults(self) -> list[Fault]:
        """Those with which figures would be wrong."""
        return [fault for fault in self.faults if fault.is_grave]


def examine(data: bytes, *, closed_on: dt.date | None = None) -> Examined:
    """Read the bytes of a FEC. ``closed_on``: the last day of its year, where it is known."""
    decoded = decode(data)
    laid = lay_out(decoded.text)
    found = Examined(
        encoding=decoded.encoding,
        separator=laid.separator,
        has_signed_amounts=laid.has_signed_amounts,
        faults=laid.faults,
    )
    if "\ufffd" in decoded.text:
        line = decoded.text[: decoded.text.index("\ufffd")].count("\n") + 1
        found.faults.append(Fault(line, f"a character is not {decoded.encoding}"))
    if laid.frame is None:
        return found
    frame = laid.frame.with_columns(typed(has_signed_amounts=laid.has_signed_amounts))
    found.frame = frame
    _count(found, frame)
    if not found.lines:
        found.faults.append(Fault(0, "the file has no entries"))
        return found
    _judge_lines(found, frame)
    _judge_entries(found, frame)
    if closed_on is not None:
        _judge_year(found, frame, closed_on)
    found.faults.sort()
    return found


def _count(found: Examined, frame: pl.DataFrame) -> None:
    import polars as pl

    found.lines = frame.height
    found.entries = frame.select(pl.struct(ENTRY).n_unique()).item() if frame.height else 0
    found.debit, found.credit = (_money(int(frame[name].sum())) for name in ("debit", "credit"))
    days = frame["day"].drop_nulls()
    found.is_chronological = days.is_sorted()
    found.first_on, found.last_on = _date(days.min()), _date(days.max())


def _judge_lines(found: Examined, frame: pl.DataFrame) -> None:
    import polars as pl

    asked = list(rules(has_signed_amounts=found.has_signed_amounts))
    broken = frame.select(
        pl.col(LINE),
        *(rule.is_broken.fill_null(False).alias(str(n)) for n, rule in enumerate(asked)),
    )
    for number, rule in enumerate(asked):
        lines = broken.filter(pl.col(str(number)))[LINE]
        for line in lines.head(LINES_NAMED):
            found.faults.append(Fault(line, rule.words, rule.is_grave))
        if len(lines) > LINES_NAMED:
            rest = f"{rule.words}, in {len(lines):,} lines"
            found.faults.append(Fault(lines[0], rest, rule.is_grave))


def _judge_entries(found: Examined, frame: pl.DataFrame) -> None:
    """Every entry balances and has one day."""
    import polars as pl

    entries = (
        frame.group_by(ENTRY, maintain_order=True)
        .agg(
            pl.col(LINE).min(),
            (pl.col("debit") - pl.col("credit")).sum().alias("gap"),
            pl.col("day").n_unique().alias("days"),
        )
        .filter((pl.col("gap") != 0) | (pl.col("days") > 1))
    )
    for entry in entries.head(LINES_NAMED).iter_rows(named=True):
        name = f"entry {entry['JournalCode'] or ''} {entry['EcritureNum'] or ''}"
        if entry["gap"]:
            rule = f"{name} does not balance: debit less credit is {_money(entry['gap'])}"
            found.faults.append(Fault(entry[LINE], rule))
        else:
            rule = f"{name} has lines of {entry['days']} days"
            found.faults.append(Fault(entry[LINE], rule, is_grave=False))
    if found.debit != found.credit and not entries.height:
        rule = f"the file does not balance: debit {found.debit}, credit {found.credit}"
        found.faults.append(Fault(0, rule))


def _judge_year(found: Examined, frame: pl.DataFrame, closed_on: dt.date) -> None:
    """No entry is of another year: none after the closing, none long before it."""
    import polars as pl

    after = frame.filter(pl.col("day") > closed_on)
    for line in after[LINE].head(LINES_NAMED):
        rule = f"EcritureDate is after {closed_on}, the last day of the year by the file's name"
        found.faults.append(Fault(line, rule))
    earliest = _months_before(closed_on, LONGEST_YEAR_MONTHS)
    for line in frame.filter(pl.col("day") <= earliest)[LINE].head(LINES_NAMED):
        rule = f"EcritureDate is more than {LONGEST_YEAR_MONTHS} months before {closed_on}"
        found.faults.append(Fault(line, rule))


def _months_before(day: dt.date, months: int) -> dt.date:
    """The last day of the month that lies some months before that of ``day``."""
    index = day.year * 12 + day.month - months  # of the month after the one wanted
    return dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _date(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
