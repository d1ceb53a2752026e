"""New records on top of old ones: the same answer as from nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from identity.blocking import FIRMS, block
from identity.engine import engine, put
from identity.memory import Memory, load, remembered
from identity.model import Resolution
from identity.preparing import filled, normalised, prepared
from identity.resolving import resolution_of, resolve_more
from tests.identity.records import COMPANY, parties


def test_records_added_to_a_saved_memory_come_out_as_in_a_full_run(
    tmp_path: Path, company: Resolution
) -> None:
    late = ["crm:1", "crm:7", "erp:p1"]
    old = remembered(COMPANY.filter(~pl.col("record_id").is_in(late)))
    old.save(tmp_path / "memory")
    saved = load(tmp_path / "memory")
    assert saved is not None
    assert resolution_of(saved).pairs.equals(resolution_of(old).pairs)
    found, after = resolve_more(saved, COMPANY.filter(pl.col("record_id").is_in(late)))
    assert parties(found) == parties(company)
    assert after.records.height == COMPANY.height


def test_a_record_that_changed_is_matched_anew(memory: Memory, company: Resolution) -> None:
    gone = COMPANY.filter(pl.col("record_id") == "crm:7").with_columns(
        party_name=pl.lit("Zylberberg"), phone=pl.lit(None, pl.String)
    )
    found, _ = resolve_more(memory, gone)
    assert frozenset({"crm:6", "crm:7"}) in parties(company)
    assert all("crm:7" not in party for party in parties(found))


def test_nothing_saved_or_saved_under_other_rules_is_no_memory(
    tmp_path: Path, memory: Memory
) -> None:
    assert load(tmp_path / "nowhere") is None
    memory.save(tmp_path / "memory")
    told = tmp_path / "memory" / "organisation.json"
    told.write_text(told.read_text().replace("same_name", "once_same_name"))
    assert load(tmp_path / "memory") is None


def test_blocking_says_what_it_leaves_out() -> None:
    """Sixty-five records of one name are too many to compare; those of two sounds are not."""
    many = (
        COMPANY.head(1)
        .select(pl.all().repeat_by(65).explode())
        .with_columns(
            record_id=pl.format("crm:{}", pl.int_range(65)), legal_id=pl.lit(None, pl.String)
        )
    )
    table = prepared(normalised(many, "organisation"))
    with engine() as connection:
        put(connection, "records", table)
        said = block(connection, FIRMS, records="records", into="pairs", filled=filled(table))
        (pairs,) = connection.execute("select count(*) from pairs").fetchall()[0]
    assert ("name", 0, 65) in said
    assert pairs == 0
