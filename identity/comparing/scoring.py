"""Splink at work: pairs and a model in; each pair's answers, weight and probability out.

What does not belong here: what the answers weigh (``learning``) and what follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import duckdb

    from identity.comparing.comparisons import Comparison
    from identity.comparing.model import MatchModel


BELIEVED_VALUES: Final = 1000


def score(
    connection: duckdb.DuckDBPyConnection,
    model: MatchModel,
    *,
    records: str,
    pairs: str,
    into: str,
    least: float | None = None,
) -> None:
    """Make table ``into`` of the pairs in table ``pairs`` (columns ``l`` and ``r``).

    Its columns: ``uid_l``, ``uid_r``, ``match_weight`` (bits, with the rate of matches in it),
    ``match_probability``, and per field ``gamma_<field>`` (levels from below, 0 is different, -1
    unknown) and ``mw_<field>`` (bits), ``mw_tf_adj_<field>`` (bits for the value's rarity).
    Pairs below the probability ``least`` are left out. Table ``records`` has the compared columns
    and an integer ``uid``; its rows count for the frequencies of values.
    """
    from splink import DuckDBAPI, Linker

    connection.execute(
        "create or replace temp table blocked as select '0' as match_key,"
        f" l as join_key_l, r as join_key_r from {pairs}"
    )
    api = DuckDBAPI(connection)
    linker = Linker(api.register(records), settings(model), log_level=None, validate_settings=False)
    for column, chance in _frequencies(model).items():
        table = connection.table(frequency_table(connection, records, column, chance))
        linker.table_management.register_term_frequency_lookup(api.register(table), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    scored = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    # Splink gives the answers only beside all that was compared.
    odds, rivals = _odds(model), _rivals(model)
    connection.execute(
        f"create or replace temp table {into} as select *, log2({odds} / ({rivals})) as weight,"
        f" {odds} / ({odds} + {rivals}) as probability from (select uid_l, uid_r,"
        f" columns('^gamma_'), {_weights(model)} from {scored.physical_name})"
    )
    scored.drop_table_from_database_and_remove_from_cache()
    connection.execute("drop table if exists blocked")


def frequency_table(
    connection: duckdb.DuckDBPyConnection, records: str, column: str, chance: float
) -> str:
    """Make the table of how frequent each value of a column is, in parties rather than in records.

    Two records that agree are themselves two of those that bear the value, so it is counted without
    them; ``chance``, what was believed of values in general, counts as ``BELIEVED_VALUES`` records.
    Without this a telephone number borne by the two records alone, of a dozen that have one, would
    be as common as every sixth number.
    """
    table = f"frequency_{column}"
    connection.execute(
        f"create or replace temp table {table} as select {column},"
        f" (greatest(count(*) - 2, 0) + {BELIEVED_VALUES * chance!r})"
        f" / (sum(count(*)) over () + {BELIEVED_VALUES}) as tf_{column}"
        f" from {records} where {column} is not null group by {column}"
    )
    return table


def _frequencies(model: MatchModel) -> dict[str, float]:
    """The columns whose values' frequencies count, with what is believed of them."""
    found: dict[str, float] = {}
    for comparison in model.comparisons:
        for level in comparison.levels:
            if level.frequency:
                found.setdefault(level.frequency, level.u)
    return found


def _weights(model: MatchModel) -> str:
    """For each field the bits of its answer, with those for the rarity of the value."""
    return ", ".join(
        f"mw_{c.field}"
        + (f" + mw_tf_adj_{c.field}" if any(x.frequency for x in c.levels) else "")
        + f" as bits_{c.field}"
        for c in model.comparisons
    )


def _odds(
    model: MatchModel, fields: frozenset[str] | None = None, rate: float | None = None
) -> str:
    """The likelihood of a reason to agree, in which ``fields`` agree as those of one party do."""
    bits = [f"bits_{c.field}" for c in model.comparisons if fields is None or c.field in fields]
    # Beyond 2^500 a double ends; 2^300 to one is as sure.
    return f"{rate or model.rate!r} * pow(2, least({' + '.join(bits) or '0'}, 300))"


def _rivals(model: MatchModel) -> str:
    """The likelihood of all that is not being one party: strangers and the model's rivals."""
    strangers = 1 - model.rate * (1 + sum(rival.ratio for rival in model.rivals))
    terms = [_odds(model, rival.fields, model.rate * rival.ratio) for rival in model.rivals]
    return " + ".join([repr(strangers), *terms])


def settings(model: MatchModel) -> dict[str, Any]:
    """The model in Splink's words."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "uid",
        "probability_two_random_records_match": model.rate,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [
            _comparison(comparison, m, u)
            for comparison, m, u in zip(model.comparisons, model.m, model.u, strict=True)
        ],
    }


def _comparison(
    comparison: Comparison, m: tuple[float, ...], u: tuple[float, ...]
) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.unknown,
            "label_for_charts": "unknown",
            "is_null_level": True,
        }
    ]
    for level, often, by_chance in zip(comparison.levels, m, u, strict=True):
        found: dict[str, Any] = {
            "sql_condition": level.sql or "ELSE",
            "label_for_charts": level.words,
            "m_probability": often,
            "u_probability": by_chance,
        }
        if level.frequency:
            found["tf_adjustment_column"] = level.frequency
            found["disable_tf_exact_match_detection"] = True
            found["tf_adjustment_weight"] = 1.0
        levels.append(found)
    return {"output_column_name": comparison.field, "comparison_levels": levels}
