"""The rules of the French FEC (livre des procédures fiscales, article A 47 A-1), and a checker.

What belongs here: what the published rules ask of any file, whoever wrote it. Ours is written in
``fec.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

COLUMNS: Final = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
# Firms that keep books of their cash add three columns, and those with clients a fourth.
CASH_COLUMNS: Final = ("DateRglt", "ModeRglt", "NatOp", "IdClient")
SEPARATORS: Final = ("\t", "|")
REQUIRED: Final = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "ValidDate",
)
DATES: Final = ("EcritureDate", "PieceDate", "DateLet", "ValidDate", "DateRglt")
# What comes with what: a party has a name, a foreign amount a currency, a date a letter.
TOGETHER: Final = (
    ("CompAuxNum", "CompAuxLib"),
    ("DateLet", "EcritureLet"),
    ("Montantdevise", "Idevise"),
    ("Idevise", "Montantdevise"),
)
# EBCDIC, which part III of the article names, is for other copies than the FEC.
ENCODINGS: Final = ("ascii", "utf-8", "iso-8859-15")
CONTROLS = re.compile(rb"[\x80-\x9f]")
DATE = re.compile(r"\d{8}")
AMOUNT = re.compile(r"-?\d+(,\d{1,2})?")
ACCOUNT = re.compile(r"[1-8]\d\d[0-9A-Za-z]*")
FILE_NAME = re.compile(r"\d{9}FEC\d{8}\.txt")


@dataclass(frozen=True)
class Fault:
    """A rule that a line breaks; line 1 is the header, line 0 the file as a whole."""

    line: int
    rule: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}" if self.line else self.rule


@dataclass
class Examined:
    """What a file holds, and what is wrong with it."""

    encoding: str = ""
    lines: int = 0
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    faults: list[Fault] = field(default_factory=list)
    gaps: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    days: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many journal entries it holds."""
        return len(self.gaps)


def fec_faults(path: Path) -> list[Fault]:
    """Every rule that the file at ``path`` breaks, in the order of its lines; none for a good one.

    The name of the file is asked for apart: ``is_named_by_the_rule``.
    """
    return examine(path).faults


def is_named_by_the_rule(path: Path) -> bool:
    """Whether the name is SIREN + FEC + last day of the year: 123456789FEC20241231.txt."""
    return FILE_NAME.fullmatch(path.name) is not None


def examine(path: Path) -> Examined:
    """Read a file against the rules: columns, fields, dates, amounts, order, balance."""
    found = Examined()
    text = _decoded(path.read_bytes(), found)
    if text is None:
        return found
    # Only these end a line: str.splitlines also splits at form feeds and the like.
    rows = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    header = _header(rows[0], found.faults)
    if header is None:
        return found
    separator, names = header
    last_day = ""
    for number, row in enumerate(rows[1:], start=2):
        values = row.split(separator)
        if len(values) != len(names):
            rule = f"{len(values)} fields where the header has {len(names)}"
            found.faults.append(Fault(number, rule))
            continue
        line = dict(zip(names, values, strict=True))
        found.faults += [Fault(number, rule) for rule in _field_faults(line)]
        if line["EcritureDate"] < last_day:
            found.faults.append(Fault(number, "EcritureDate is before that of the line above"))
        last_day = line["EcritureDate"]
        _add(found, number, line)
    _weigh(found)
    return found


def _decoded(content: bytes, found: Examined) -> str | None:
    """The text, in one of the three encodings of the rule (XII 1°); none of it otherwise.

    ISO 8859-15 has no printable character from 128 to 159: Windows-1252 has quotes there.
    """
    for encoding in ENCODINGS[:2]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.encoding = encoding
        return text
    odd = CONTROLS.search(content)
    if odd is not None:
        rule = f"byte {odd.start()} is neither ASCII nor UTF-8 nor ISO 8859-15"
        found.faults.append(Fault(0, rule))
        return None
    found.encoding = ENCODINGS[2]
    return content.decode(found.encoding)


def _header(row: str, faults: list[Fault]) -> tuple[str, tuple[str, ...]] | None:
    """The separator and the names of the columns, when they are those of the rule."""
    for separator in SEPARATORS:
        names = tuple(row.split(separator))
        extra = names[len(COLUMNS) :]
        if names[: len(COLUMNS)] == COLUMNS:
            if extra not in {(), CASH_COLUMNS[:3], CASH_COLUMNS}:
                break
            return separator, names
    faults.append(Fault(1, f"the columns are not the {len(COLUMNS)} of the rule, in its order"))
    return None


def _field_faults(line: Mapping[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not line[name].strip():
            yield f"{name} is empty"
    for name in DATES:
        value = line.get(name, "")
        if value and not _is_date(value):
            yield f"{name} is not a day written YYYYMMDD"
    for name in ("Debit", "Credit", "Montantdevise"):
        if line[name] and not AMOUNT.fullmatch(line[name]):
            yield f"{name} is not an amount with a decimal comma and two decimals at most"
    if line["CompteNum"] and not ACCOUNT.fullmatch(line["CompteNum"]):
        yield "CompteNum does not begin with three digits of the chart"
    for name, other in TOGETHER:
        if line[name].strip() and not line[other].strip():
            yield f"{name} has no {other}"
    if _amount(line["Debit"]) and _amount(line["Credit"]):
        yield "Debit and Credit are both given"


def _add(found: Examined, number: int, line: Mapping[str, str]) -> None:
    """Add a line to the sums of its entry and of the file."""
    entry = (line["JournalCode"], line["EcritureNum"])
    debit, credit = _amount(line["Debit"]), _amount(line["Credit"])
    found.lines += 1
    found.debit += debit
    found.credit += credit
    found.gaps[entry] = found.gaps.get(entry, Decimal(0)) + debit - credit
    if found.days.setdefault(entry, line["EcritureDate"]) != line["EcritureDate"]:
        found.faults.append(Fault(number, "EcritureDate is not that of its entry"))


def _weigh(found: Examined) -> None:
    for (journal, entry), gap in found.gaps.items():
        if gap:
            rule = f"entry {journal} {entry} does not balance: debit less credit is {gap}"
            found.faults.append(Fault(0, rule))
    if found.debit != found.credit:
        rule = f"the file does not balance: debit {found.debit}, credit {found.credit}"
        found.faults.append(Fault(0, rule))
    if not found.lines:
        found.faults.append(Fault(0, "the file has no entries"))


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    with suppress(ValueError):
        datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007  a day has no zone
        return True
    return False


def _amount(text: str) -> Decimal:
    """An amount as it counts in the sums; what is none counts as nothing, and is a fault."""
    return Decimal(text.replace(",", ".")) if AMOUNT.fullmatch(text) else Decimal(0)
