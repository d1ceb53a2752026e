"""The rules that a line of a FEC keeps, as conditions on its fields: true where one is broken.

Rules over several lines (entries, order, the year) are in ``examination.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from standards.fec.columns import (
    AMOUNTS,
    DATES,
    INDISPENSABLE,
    REQUIRED,
    SIGNED_AMOUNTS,
    TOGETHER,
)

if TYPE_CHECKING:
    import polars as pl

# Cents at most: zeros may follow. The point is not by the rule, and is not misread.
AMOUNT = r"^[+-]?[0-9]+([.,][0-9]{1,2}0*)?$"
FOREIGN_AMOUNT = r"^[+-]?[0-9]+([.,][0-9]+)?$"
DAY = r"^(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
CHART = r"^[1-8][0-9]{2}"
SENSE = r"^(?i:d|c|\+1|-1)$"
DEBIT = r"^(?i:d|\+1)$"


class Rule(NamedTuple):
    """Words for the line that breaks it, and the condition under which it does."""

    words: str
    is_broken: pl.Expr
    is_grave: bool = True


def typed(*, has_signed_amounts: bool) -> list[pl.Expr]:
    """The columns ``debit``, ``credit`` (cents, 0 for nothing) and ``day`` (null for none)."""
    import polars as pl

    if has_signed_amounts:
        amount, is_debit = _cents("Montant"), pl.col("Sens").str.contains(DEBIT).fill_null(False)
        debit = pl.when(is_debit).then(amount).otherwise(0)
        credit = pl.when(is_debit).then(0).otherwise(amount)
    else:
        debit, credit = (_cents(name) for name in AMOUNTS)
    return [debit.alias("debit"), credit.alias("credit"), _day("EcritureDate").alias("day")]


def rules(*, has_signed_amounts: bool) -> Iterator[Rule]:
    """Every rule of a line, for the kind of amounts that the file has."""
    import polars as pl

    for name in INDISPENSABLE:
        yield Rule(f"{name} is empty", pl.col(name).is_null())
    for name in REQUIRED:
        yield Rule(f"{name} is empty", pl.col(name).is_null(), is_grave=False)
    for name in DATES:
        broken = pl.col(name).is_not_null() & _day(name).is_null()
        words = f"{name} is not a day written YYYYMMDD"
        yield Rule(words, broken, is_grave=name == "EcritureDate")
    yield from _signed_rules() if has_signed_amounts else _amount_rules()
    yield Rule(
        "Montantdevise is not an amount with a decimal comma",
        ~pl.col("Montantdevise").str.contains(FOREIGN_AMOUNT),
        is_grave=False,
    )
    yield Rule(
        "CompteNum does not begin with a digit of the chart",
        ~pl.col("CompteNum").str.contains("^[1-9]"),
    )
    yield Rule(
        "CompteNum does not begin with three digits of the chart",
        pl.col("CompteNum").str.contains("^[1-9]") & ~pl.col("CompteNum").str.contains(CHART),
        is_grave=False,
    )
    for name, other in TOGETHER:
        broken = pl.col(name).is_not_null() & pl.col(other).is_null()
        yield Rule(f"{name} has no {other}", broken, is_grave=False)


def _amount_rules() -> Iterator[Rule]:
    import polars as pl

    for name in AMOUNTS:
        yield from _amount(name)
    yield Rule(
        "neither Debit nor Credit is given",
        pl.all_horizontal(pl.col(name).is_null() for name in AMOUNTS),
        is_grave=False,
    )
    yield Rule(
        "Debit and Credit are both given",
        (pl.col("debit") != 0) & (pl.col("credit") != 0),
        is_grave=False,
    )


def _signed_rules() -> Iterator[Rule]:
    import polars as pl

    amount, sense = SIGNED_AMOUNTS
    yield Rule(f"{amount} is empty", pl.col(amount).is_null(), is_grave=False)
    yield from _amount(amount)
    yield Rule(f"{sense} is empty", pl.col(sense).is_null())
    yield Rule(f"{sense} is not D, C, +1 or -1", ~pl.col(sense).str.contains(SENSE))


def _amount(name: str) -> Iterator[Rule]:
    import polars as pl

    words = f"{name} is not an amount with two decimals at most and nothing between thousands"
    yield Rule(words, ~pl.col(name).str.contains(AMOUNT))
    yield Rule(
        f"{name} has a decimal point; the rule has the comma",
        pl.col(name).str.contains(AMOUNT) & pl.col(name).str.contains(".", literal=True),
        is_grave=False,
    )


def _cents(name: str) -> pl.Expr:
    """An amount in cents; what is none counts as nothing, and is a fault."""
    import polars as pl

    text = pl.col(name)
    whole = text.str.extract(r"^[+-]?([0-9]+)").cast(pl.Int64, strict=False)
    decimals = text.str.extract(r"[.,]([0-9]{1,2})").str.pad_end(2, "0")
    cents = whole * 100 + decimals.cast(pl.Int64).fill_null(0)
    signed = pl.when(text.str.starts_with("-")).then(-cents).otherwise(cents)
    return pl.when(text.str.contains(AMOUNT)).then(signed).otherwise(0).fill_null(0)


def _day(name: str) -> pl.Expr:
    import polars as pl

    text = pl.when(pl.col(name).str.contains(DAY)).then(pl.col(name))
    return text.str.to_date("%Y%m%d", strict=False)
