"""Records in, who is who out.

    resolution = resolve(records, decisions=decisions)

What does not belong here: the keys that parties bear from run to run (``registry``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from identity.certain import linked
from identity.clustering import Evidence, Facts, Link, Pair, Parties
from identity.deciding import Decided, decided
from identity.evidence import key_reason
from identity.judging import judged, shaped
from identity.model import Decision, Resolution
from identity.settings import DEFAULT, IdentitySettings

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from identity.matching import Matched
    from identity.memory import Memory


def resolve(
    records: pl.DataFrame | duckdb.DuckDBPyRelation,
    *,
    decisions: Sequence[Decision] = (),
    settings: IdentitySettings = DEFAULT,
) -> Resolution:
    """Who is who among the records, as stewards decided, as keys say and as the evidence weighs.

    The same records and decisions give the same answer, in whatever order they come.

    Raises ValueError where a record has no id of its own or no type.
    """
    from identity.memory import remembered

    return resolution_of(remembered(_frame(records)), decisions=decisions, settings=settings)


def resolve_more(
    memory: Memory,
    records: pl.DataFrame | duckdb.DuckDBPyRelation,
    *,
    decisions: Sequence[Decision] = (),
    settings: IdentitySettings = DEFAULT,
) -> tuple[Resolution, Memory]:
    """Who is who with ``records`` on top of what is remembered, and the memory with them.

    The weights learnt before stand, so the answer may differ from a full run's where a pair lies
    near a threshold (``make bench-identity`` measures in how many).
    """
    from identity.memory import grown

    memory = grown(memory, _frame(records))
    return resolution_of(memory, decisions=decisions, settings=settings), memory


def resolution_of(
    memory: Memory,
    *,
    decisions: Sequence[Decision] = (),
    settings: IdentitySettings = DEFAULT,
) -> Resolution:
    """Who is who in what is remembered: without comparing anything, so after a steward's word."""
    links = linked(memory.records)
    return concluded(memory.records, memory.found, links, decided(decisions), settings)


def concluded(
    records: pl.DataFrame,
    found: Sequence[Matched],
    links: Sequence[Pair],
    words: Decided,
    settings: IdentitySettings,
) -> Resolution:
    """The parties that follow from what was matched, with the verdict on each pair."""
    import polars as pl

    pairs = pl.concat([judged(each, settings) for each in found], how="diagonal")
    pairs = _with_missing(pairs, records, links, words)
    told = {_pair(d.left_id, d.right_id) for d in words.different}
    said = {_pair(d.left_id, d.right_id) for d in words.same}
    parties = Parties(_facts(found), _evidence(found), told)
    known = set(records["record_id"])
    parties.join_all(
        [
            *(Link(a, b, 0.0, by_steward=True) for a, b in sorted(said) if {a, b} <= known),
            *(
                Link(left, right, weight or 0.0, sure=certain)
                for left, right, weight, certain, verdict in pairs.select(
                    "left_id", "right_id", "weight", "certain", "verdict"
                ).iter_rows()
                if verdict == "joined"
            ),
        ]
    )
    clusters = records.select("record_id").with_columns(
        pl.Series("cluster_id", [parties.of(record) for record in records["record_id"]], pl.String)
    )
    return Resolution(_verdicts(pairs, parties, words), clusters, words.contradictions)


def _with_missing(
    pairs: pl.DataFrame, records: pl.DataFrame, links: Sequence[Pair], words: Decided
) -> pl.DataFrame:
    """The pairs, with those that only a link between kinds or a steward's word names."""
    import polars as pl

    known = set(records["record_id"])
    present = set(pairs.select("left_id", "right_id").iter_rows())
    spoken = [_pair(d.left_id, d.right_id) for d in (*words.same, *words.different, *words.unsure)]
    more = dict.fromkeys(spoken, False) | dict.fromkeys(links, True)
    rows = [
        (left, right, linked_, "joined" if linked_ else "apart")
        for (left, right), linked_ in sorted(more.items())
        if (left, right) not in present and {left, right} <= known
    ]
    schema = {n: pairs.schema[n] for n in ("left_id", "right_id", "certain", "verdict")}
    extra = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        evidence=pl.when(pl.col("certain")).then(pl.concat_list(key_reason("linked_by_source")))
    )
    return pl.concat([pairs, shaped(extra)], how="vertical")


def _verdicts(pairs: pl.DataFrame, parties: Parties, words: Decided) -> pl.DataFrame:
    """The verdict on each pair as the parties came out; a refused pair waits for a steward."""
    import polars as pl

    told = {_pair(d.left_id, d.right_id) for d in words.different}
    said = {_pair(d.left_id, d.right_id) for d in words.same}
    open_ = {_pair(d.left_id, d.right_id) for d in words.unsure}
    verdicts, certain, why = [], [], []
    for left, right, before, sure in pairs.select(
        "left_id", "right_id", "verdict", "certain"
    ).iter_rows():
        pair = (left, right)
        if pair in told:
            verdict = "apart"
        elif parties.of(left) == parties.of(right):
            verdict = "joined"
        elif pair in open_ or before in {"joined", "queued"}:
            verdict = "queued"
        else:
            verdict = "apart"
        verdicts.append(verdict)
        certain.append(pair in told or pair in said or bool(sure))
        why.append(parties.refused.get(pair))
    return pairs.with_columns(
        pl.Series("verdict", verdicts, pl.String),
        pl.Series("certain", certain, pl.Boolean),
        pl.Series("refused", why, pl.String),
    ).sort("left_id", "right_id")


def _facts(found: Sequence[Matched]) -> dict[str, Facts]:
    """What each record says that must not be contradicted; of people, not their numbers.

    A passport is renewed, a firm's SIREN never.
    """
    facts: dict[str, Facts] = {}
    for each in found:
        is_firm = each.kind.name == "organisation"
        for row in each.table.iter_rows(named=True):
            numbers: dict[str, frozenset[str]] = {}
            for number in row["numbers"] if is_firm else ():
                register, _, signs = number.rpartition(":")
                numbers[register] = numbers.get(register, frozenset()) | {signs}
            known = {"registration"} if row["numbers"] else set()
            known |= {"birth_date"} if row.get("birth") else set()
            facts[row["record_id"]] = Facts(numbers, row.get("generation"), frozenset(known))
    return facts


def _evidence(found: Sequence[Matched]) -> dict[Pair, Evidence]:
    evidence: dict[Pair, Evidence] = {}
    for each in found:
        if each.model is None:
            continue
        telling = [c.field for c in each.model.comparisons if c.field in each.kind.telling]
        bits = [f"bits_{c.field}" for c in each.model.comparisons]
        columns: list[Any] = ["left_id", "right_id", *(f"gamma_{name}" for name in telling)]
        rows = each.pairs.with_columns(each.pairs.select(bits).sum_horizontal().alias("bits"))
        for left, right, *answers, total, weight in rows.select(
            *columns, "bits", "weight"
        ).iter_rows():
            evidence[(left, right)] = Evidence(
                total,
                frozenset(n for n, a in zip(telling, answers, strict=True) if a == 0),
                frozenset(n for n, a in zip(telling, answers, strict=True) if a > 0),
                weight,
            )
    return evidence


def _frame(records: pl.DataFrame | duckdb.DuckDBPyRelation) -> pl.DataFrame:
    import polars as pl

    return records if isinstance(records, pl.DataFrame) else records.pl()


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
