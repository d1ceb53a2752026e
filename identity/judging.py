"""The verdict on each pair by itself: joined, asked, or apart; and whether a key says it.

A key joins, but with a guard: a register number only where something else agrees too, as a SIREN
may be typed into the wrong firm, a link not against both name and number. A name alone joins
nothing, as many are called the same, nor does any other field by itself: many are born on one day.

What does not belong here: what follows from all pairs together (``clustering``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from identity.evidence import key_reason, reasons
from identity.settings import IdentitySettings
from identity.thresholds import chosen

if TYPE_CHECKING:
    import polars as pl

    from identity.comparing.model import MatchModel
    from identity.matching import Matched


def judged(found: Matched, settings: IdentitySettings) -> pl.DataFrame:
    """The pairs of one kind, each with its reasons, whether a key says it, and a first verdict."""
    import polars as pl

    pairs, model, keyed = found.pairs, found.model, _keyed(found)
    if model is None:
        # Nothing can be compared, so nothing speaks against a key.
        return shaped(
            keyed.with_columns(
                certain=True, verdict=pl.lit("joined"), evidence=pl.concat_list(_key_struct())
            )
        )
    limits = settings.thresholds or chosen(pairs["probability"])
    pairs = pairs.join(keyed, on=["left_id", "right_id"], how="left")
    others = [
        pl.col(f"bits_{c.field}") > 0
        for c in model.comparisons
        if c.field not in found.kind.naming and c.field != "registration"
    ]
    names = [pl.col(f"gamma_{c.field}") for c in model.comparisons if c.field in found.kind.naming]
    agrees = pl.any_horizontal(*others, False)
    named_alike = pl.any_horizontal(*(n > 0 for n in names), False)
    unnamed = pl.all_horizontal(*(n < 0 for n in names), True)
    contradicted = _contradicted(model)
    sure = (
        ((pl.col("key") == "linked_by_source") & (named_alike | unnamed | ~contradicted))
        | ((pl.col("key") == "same_number") & (named_alike | unnamed | agrees))
        | ((pl.col("key") == "same_party_number") & (named_alike | unnamed))
    ).fill_null(False)
    by_number = pl.col("gamma_registration") > 0 if _has(model, "registration") else pl.lit(False)
    agreeing = pl.sum_horizontal(pl.col(f"bits_{c.field}") > 0 for c in model.comparisons)
    likely = (pl.col("probability") >= limits.join) & (agrees & (agreeing > 1) | by_number)
    asked = (pl.col("probability") >= limits.queue) | pl.col("key").is_not_null()
    return shaped(
        pairs.with_columns(
            certain=sure,
            verdict=pl.when(sure | likely & ~(pl.col("key") == "same_number").fill_null(False))
            .then(pl.lit("joined"))
            .when(asked)
            .then(pl.lit("queued"))
            .otherwise(pl.lit("apart")),
            evidence=pl.when(pl.col("key").is_in(["linked_by_source", "same_party_number"]))
            .then(pl.concat_list(_key_struct(), reasons(model.comparisons)))
            .otherwise(reasons(model.comparisons)),
        )
    )


def _keyed(found: Matched) -> pl.DataFrame:
    import polars as pl

    rows = [(left, right, key) for (left, right), key in found.keyed.items()]
    schema = {"left_id": pl.String(), "right_id": pl.String(), "key": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _key_struct() -> pl.Expr:
    import polars as pl

    return (
        pl.when(pl.col("key") == "linked_by_source")
        .then(key_reason("linked_by_source"))
        .when(pl.col("key") == "same_number")
        .then(key_reason("same_number"))
        .otherwise(key_reason("same_party_number"))
    )


def _contradicted(model: MatchModel) -> pl.Expr:
    import polars as pl

    if not _has(model, "registration"):
        return pl.lit(False)
    return pl.col("gamma_registration") == 0


def _has(model: MatchModel, field: str) -> bool:
    return any(comparison.field == field for comparison in model.comparisons)


def shaped(pairs: pl.DataFrame) -> pl.DataFrame:
    """The columns of a resolution's pairs, in order."""
    import polars as pl

    reason = pl.Struct(
        {"field": pl.String, "level": pl.String, "words": pl.String, "weight": pl.Float64}
    )
    types: dict[str, Any] = {
        "left_id": pl.String,
        "right_id": pl.String,
        "probability": pl.Float64,
        "weight": pl.Float64,
        "certain": pl.Boolean,
        "verdict": pl.String,
        "evidence": pl.List(reason),
    }
    return pairs.with_columns(
        pl.lit(None).alias(name) for name in types if name not in pairs.columns
    ).select(pl.col(name).cast(kind) for name, kind in types.items())
