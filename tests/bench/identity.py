"""``make bench-identity``: how rightly records are united, on sets whose answer is known.

One line a set: precision, recall and F1 over all pairs of records that are truly one (a pair lost
in blocking is a miss), then the same of whole parties, and what blocking lost. No label is seen
by what is measured; sets that are absent are named. Last, how long a large company takes.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import polars as pl

from identity.memory import remembered
from identity.model import Resolution
from identity.resolving import resolution_of, resolve, resolve_more
from tests.bench.identity_company import sample_company
from tests.bench.identity_sets import LabelledSet, fake_1000, febrl3, senzing
from tests.bench.identity_size import made_up
from tests.conftest import SHARED_DATA


def main(arguments: list[str]) -> None:
    """Measure the public sets, and the sample company in each workspace that is named."""
    folder = SHARED_DATA / "identity"
    if folder.is_dir():
        for load in (febrl3, fake_1000, senzing):
            report(load(folder))
    else:
        print(f"the public data sets are not at {folder}")
    for workspace in arguments:
        report(sample_company(Path(workspace)))
    report_size(100_000, 1_000)


def report(known: LabelledSet) -> None:
    """One line on one set."""
    began = time.perf_counter()
    found = resolve(known.records)
    seconds = time.perf_counter() - began
    print(f"{known.name} {scores(known, found)} seconds={seconds:.1f}", flush=True)


def report_size(count: int, more: int) -> None:
    """How long ``count`` records take, and ``more`` on top of them, against both from nothing."""
    known = made_up(count + more)
    new = known.records.sample(more, seed=1)
    old = known.records.join(new, on="record_id", how="anti")
    began = time.perf_counter()
    memory = remembered(old)
    resolution_of(memory)
    full = time.perf_counter() - began
    began = time.perf_counter()
    topped, _ = resolve_more(memory, new)
    added = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    again = resolve(known.records)
    mine = joined_pairs(topped.clusters, known.party_of)
    theirs = joined_pairs(again.clusters, known.party_of)
    print(f"{known.name} {scores(known, again)}")
    print(
        f"size records={count} seconds={full:.1f} peak_gb={peak:.2f} more={more}"
        f" seconds_more={added:.1f} pairs={len(theirs)} pairs_unlike_full_run={len(mine ^ theirs)}"
    )


def scores(known: LabelledSet, found: Resolution) -> str:
    """The figures of one set, pairs first, then parties."""
    true, joined = known.true_pairs(), joined_pairs(found.clusters, known.party_of)
    precision, recall, f1 = rates(len(true & joined), len(joined), len(true))
    seen = set(found.pairs.select("left_id", "right_id").iter_rows())
    parties = _parties(known.party_of.items())
    united = _parties(
        (record, cluster)
        for record, cluster in found.clusters.iter_rows()
        if record in known.party_of
    )
    whole = rates(len(parties & united), len(united), len(parties))
    return (
        f"precision={precision:.4f} recall={recall:.4f} f1={f1:.4f}"
        f" parties_precision={whole[0]:.4f} parties_recall={whole[1]:.4f} parties_f1={whole[2]:.4f}"
        f" pairs={len(true)} never_compared={len(true - seen - joined)}"
    )


def joined_pairs(clusters: pl.DataFrame, judged: Iterable[str]) -> set[tuple[str, str]]:
    """Every two of the ``judged`` records that came out as one party."""
    kept = set(judged)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for record, cluster in clusters.iter_rows():
        if record in kept:
            members[cluster].append(record)
    return {pair for some in members.values() for pair in combinations(sorted(some), 2)}


def rates(right: int, said: int, true: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision, recall = right / max(said, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def _parties(records: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    members: defaultdict[str, set[str]] = defaultdict(set)
    for record, party in records:
        members[party].add(record)
    return {frozenset(some) for some in members.values()}


if __name__ == "__main__":
    main(sys.argv[1:])
