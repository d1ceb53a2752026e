"""What speaks for a pair and against it: bits, and words (keys of ``[evidence]`` in the catalogue).

What does not belong here: the words themselves, which are in ``affluent/locale``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from identity.comparing.comparisons import Comparison


def reasons(comparisons: tuple[Comparison, ...]) -> pl.Expr:
    """Per scored pair the list of its answers: ``field``, ``level``, ``words``, ``weight`` (bits).

    What one of the two records does not say is left out.
    """
    import polars as pl

    return pl.concat_list(_reason(comparison) for comparison in comparisons).list.drop_nulls()


def key_reason(level: str) -> pl.Expr:
    """The answer of a key, which weighs nothing as it is certain."""
    import polars as pl

    return pl.struct(
        field=pl.lit("key"),
        level=pl.lit(level),
        words=pl.lit(level),
        weight=pl.lit(None, pl.Float64),
    )


def _reason(comparison: Comparison) -> pl.Expr:
    import polars as pl

    count = len(comparison.levels)
    answer = pl.col(f"gamma_{comparison.field}")
    names = {count - 1 - place: level.words for place, level in enumerate(comparison.levels)}
    level = answer.replace_strict(names, default=None, return_dtype=pl.String)
    return pl.when(answer >= 0).then(
        pl.struct(
            field=pl.lit(comparison.field),
            level=level,
            words=level,
            weight=pl.col(f"bits_{comparison.field}").cast(pl.Float64),
        )
    )
