"""The history of scores outlives a rebuild; doubles come out by what is one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from affluent.errors import ConfigError
from serving.quality import doubles, measured_before
from tests.serving import small_company

QUALITY = """
create table marts.mart_source_quality as
select 'erp' as source_name, 'contact' as entity, 'no_email' as measure,
    date '2025-12-30' as measured_on, 3 as fault_count, 4 as record_count;
create table marts.mart_source_duplicates as
select 'erp' as source_name, 'customer' as entity, 'k' as group_key, 2 as record_count,
    id = 'C1' as is_eldest, id as record_id, 'Durand' as record_name, 'Lyon' as known_as,
    date '2024-01-01' as created_on
from (values ('C2'), ('C1')) as t (id)
"""
COLUMNS = ["source_name", "measure", "measured_on", "fault_count"]


def test_what_was_measured_before_is_read_of_what_is_published(
    tmp_path: Path, semantic: Path
) -> None:
    assert measured_before(tmp_path / "nothing", COLUMNS) == []
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic, extra=QUALITY)
    publications = home.publications
    assert measured_before(publications, COLUMNS) == [("erp", "no_email", dt.date(2025, 12, 30), 3)]
    assert [row["record_id"] for row in doubles(publications, "erp")] == ["C1", "C2"]
    assert doubles(publications, "crm") == []


def test_a_publication_of_before_has_no_history_and_no_list(tmp_path: Path, semantic: Path) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic)
    publications = home.publications
    assert measured_before(publications, COLUMNS) == []
    with pytest.raises(ConfigError, match="does not list doubles"):
        doubles(publications, "erp")
