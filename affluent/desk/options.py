"""Options that many commands share, and how their words become quantities, amounts and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from affluent.errors import ConfigError

DateOption = Annotated[
    str | None, typer.Option("--date", help="The day it happened.", show_default="today")
]
MomentOption = Annotated[
    str | None,
    typer.Option("--date", help="The day or moment, e.g. 2024-03-01T09:30.", show_default="now"),
]
CompanyOption = Annotated[
    str | None,
    typer.Option("--company", help="The code of the company.", show_default="the first one"),
]
AmountOption = Annotated[
    str | None, typer.Option("--amount", help="With tax, in the document's currency.")
]
ReferenceOption = Annotated[str, typer.Option(help="The number on the paper.")]
TaxOption = Annotated[
    str | None, typer.Option(help="The VAT on the paper.", show_default="reckoned")
]
DueOption = Annotated[
    str | None, typer.Option(help="The day by which to pay.", show_default="by the terms")
]
GoodsOption = Annotated[
    list[str],
    typer.Option("--line", help="Product=quantity@price, e.g. P00001=10@99.90; repeat it."),
]
PartsOption = Annotated[
    list[str] | None,
    typer.Option("--line", help="Line=quantity, e.g. 2=5; repeat it.", show_default="all of it"),
]


@dataclass(frozen=True)
class Goods:
    """A product by its number, how much of it, and at which price when somebody said."""

    product_number: str
    quantity: Decimal
    unit_price: Decimal | None


def goods(lines: Iterable[str]) -> list[Goods]:
    """The lines of a new document: ``P00001=10@99.90``. Raises ConfigError."""
    found = []
    for line in lines:
        product, quantity = halves(line, "--line", "P00001=10@99.90")
        quantity, at, price = quantity.partition("@")
        found.append(
            Goods(product, decimal(quantity, "--line"), decimal(price, "--line") if at else None)
        )
    return found


def parts(lines: Iterable[str] | None) -> dict[int, Decimal]:
    """What is said of the lines of a document: ``2=5``. Raises ConfigError."""
    found = {}
    for line in lines or ():
        number, quantity = halves(line, "--line", "2=5")
        if not number.isdecimal():
            raise ConfigError(
                f"--line {line}: {number!r} is not the number of a line.",
                remedy="Write it like --line 2=5; affluent erp show lists a document's lines.",
            )
        found[int(number)] = decimal(quantity, "--line")
    return found


def shares(owed: Sequence[tuple[int, Decimal]], amount: str | None) -> dict[int, Decimal]:
    """What is paid of which invoice: all that is owed, or ``amount`` of one. Raises ConfigError."""
    if amount is None:
        return dict(owed)
    if len(owed) > 1:
        raise ConfigError(
            "--amount is of one invoice.", remedy="Pay the invoices one by one, or all of them."
        )
    return {key: decimal(amount, "--amount") for key, _ in owed}


def decimal(text: str, option: str) -> Decimal:
    """A quantity or an amount. Raises ConfigError."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise ConfigError(
            f"{option} {text} is not a number.", remedy=f"Write it like {option} 1234.50."
        )
    return value


def decimal_or_none(text: str | None, option: str) -> Decimal | None:
    """``decimal`` of an option that may be left out."""
    return None if text is None else decimal(text, option)


def month(text: str, option: str = "--month") -> dt.date:
    """The first day of a month. Raises ConfigError."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ConfigError(
            f"{option} {text} is not a month.", remedy=f"Write it like {option} 2024-05."
        ) from None


def halves(text: str, option: str, example: str) -> tuple[str, str]:
    """What stands before and after the equals sign. Raises ConfigError."""
    left, equals, right = text.partition("=")
    if not equals:
        raise ConfigError(f"{option} {text} says no quantity.", remedy=f"Write it like {example}.")
    return left.strip(), right
