"""FEC files land year by year; a faulty one is refused whole, a corrected one replaces its own."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import let_pass, rows_of

from affluent.errors import ConfigError
from affluent.settings import load_workspace
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.fec import driver
from connectors.fec.driver import FecConnector
from connectors.fec.years import year_end
from connectors.registry import connector_for, manifest_for
from tests.standards.ledgers import (
    NAME_2023,
    NAME_2024,
    SIGNED,
    YEAR_2023,
    YEAR_2024,
    Line,
    signed,
    text,
)

CONFIG = """
[company]
name = "Ledger"

[sources.compta]
kind = "fec"
path = "in/*.txt"
"""
Write = Callable[..., Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace whose only source is a FEC."""
    (tmp_path / "in").mkdir()
    (tmp_path / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(root: Path) -> Write:
    """Writes a file that was finished some minutes ago."""

    def written(name: str, content: str | list[Line], *, minutes: int = 9) -> Path:
        path = root / "in" / name
        path.write_text(content if isinstance(content, str) else text(content), encoding="utf-8")
        then = dt.datetime.now(dt.UTC).timestamp() - 60 * minutes
        os.utime(path, (then, then))
        return path

    return written


def _connector(root: Path) -> FecConnector:
    connector = connector_for(load_workspace(root), "compta")
    assert isinstance(connector, FecConnector)
    return connector


def _sync(root: Path, landing: Landing) -> StreamResult:
    stream = manifest_for(load_workspace(root), "compta").stream("lines")
    return extract(_connector(root), stream, landing, let_pass)


def _landed(landing: Landing, what: str = "closedon, count(*), sum(debit)") -> list[Any]:
    return rows_of(
        landing,
        f"select {what} from raw_compta.lines where not _is_deleted group by closedon order by 1",
    )


END_2023, END_2024 = dt.date(2023, 12, 31), dt.date(2024, 12, 31)
BOTH_YEARS = [(END_2023, 15, Decimal("1710.00")), (END_2024, 15, Decimal("1760.00"))]


def test_every_year_lands_with_its_company_line_and_file(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023)
    write(NAME_2024, YEAR_2024)
    result = _sync(root, landing)
    assert (result.status, result.rows_landed, result.gap) == ("admitted", 30, "")
    assert _landed(landing) == BOTH_YEARS
    assert rows_of(
        landing,
        "select siren, linenumber, filename, debit, credit, ecrituredate, ecriturelet"
        " from raw_compta.lines where closedon = date '2023-12-31' and linenumber = 8",
    ) == [("123456782", 8, NAME_2023, Decimal("0.00"), Decimal("120.00"), "20230420", "A")]


def test_nothing_is_parsed_when_no_file_changed(
    root: Path, landing: Landing, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(NAME_2023, YEAR_2023)
    _sync(root, landing)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(driver, "choose", never)
    assert _sync(root, landing).status == "unchanged"


def test_both_ways_to_write_amounts_land_the_same(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, text(signed(YEAR_2023), columns=SIGNED, separator="|"))
    write(NAME_2024, YEAR_2024)
    assert _sync(root, landing).status == "admitted"
    assert _landed(landing) == BOTH_YEARS
    extra = rows_of(landing, "select distinct _extra from raw_compta.lines where linenumber = 2")
    assert '{"Montant":"1000,00","Sens":"D"}' in {row[0] for row in extra}


def test_a_corrected_file_replaces_what_its_year_brought_and_nothing_else(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023)
    write(NAME_2024, YEAR_2024)
    _sync(root, landing)
    corrected = [one for one in YEAR_2024 if one["JournalCode"] != "ST"]
    write(NAME_2024, corrected)
    result = _sync(root, landing)
    assert (result.status, result.rows_landed, result.rows_deleted) == ("admitted", 0, 2)
    assert _landed(landing) == [BOTH_YEARS[0], (END_2024, 13, Decimal("1740.00"))]


def test_a_faulty_file_is_refused_whole_with_file_and_line_and_older_data_stands(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023)
    _sync(root, landing)
    write(NAME_2024, [{**YEAR_2024[0], "Debit": "1119,00"}, *YEAR_2024[1:]])
    result = _sync(root, landing)
    assert result.status == "refused"
    assert f"{NAME_2024}, line 2: entry AN 1 does not balance" in result.reason
    assert result.quarantine is not None
    assert rows_of(landing, f"select count(*) from {result.quarantine}") == [(30,)]
    assert _landed(landing) == BOTH_YEARS[:1]
    write(NAME_2024, YEAR_2024)
    assert _sync(root, landing).status == "admitted"


def test_a_fault_of_form_refuses_and_may_be_allowed(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, [{**one, "PieceRef": ""} for one in YEAR_2023])
    result = _sync(root, landing)
    assert result.status == "refused"
    assert "line 2: PieceRef is empty" in result.reason
    assert 'rules = "usable"' in result.remedy
    (root / "affluent.toml").write_text(CONFIG + 'rules = "usable"\n', encoding="utf-8")
    result = _sync(root, landing)
    assert result.status == "admitted"
    assert any("PieceRef is empty" in note for note in result.notes)


def test_a_grave_fault_is_refused_whatever_is_allowed(
    root: Path, landing: Landing, write: Write
) -> None:
    (root / "affluent.toml").write_text(CONFIG + 'rules = "usable"\n', encoding="utf-8")
    write(NAME_2023, [{**YEAR_2023[0], "Debit": "mille"}, *YEAR_2023[1:]])
    result = _sync(root, landing)
    assert result.status == "refused"
    assert "usable" not in result.remedy


def test_a_file_that_is_no_fec_is_named_and_older_data_stands(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023)
    _sync(root, landing)
    write("notes.txt", "a;b\n1;2\n")
    result = _sync(root, landing)
    assert result.status == "failed"
    assert "notes.txt, line 1" in result.reason
    assert _landed(landing) == BOTH_YEARS[:1]


def test_of_two_files_of_a_year_the_one_written_last_stands(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023[:2], minutes=5)
    write(f"ancien_{NAME_2023}", YEAR_2023, minutes=60)
    result = _sync(root, landing)
    assert _landed(landing) == [(END_2023, 2, Decimal("1000.00"))]
    assert f"ancien_{NAME_2023} is left out" in " ".join(result.notes)


def test_an_export_during_the_year_gives_way_to_the_one_that_closes_later(
    root: Path, landing: Landing, write: Write
) -> None:
    write("123456782FEC20230630.txt", YEAR_2023[:10], minutes=5)
    write(NAME_2023, YEAR_2023, minutes=60)
    result = _sync(root, landing)
    assert _landed(landing) == BOTH_YEARS[:1]
    assert "123456782FEC20230630.txt is left out" in " ".join(result.notes)


def test_two_files_that_share_some_days_are_refused(
    root: Path, landing: Landing, write: Write
) -> None:
    write("123456782FEC20231130.txt", YEAR_2023[:13])
    write(NAME_2023, YEAR_2023[5:])
    result = _sync(root, landing)
    assert result.status == "refused"
    assert "days stand in both" in result.reason


def test_a_file_without_a_siren_is_of_the_company_that_the_others_name(
    root: Path, landing: Landing, write: Write
) -> None:
    write("export 2023.txt", YEAR_2023)
    write(NAME_2024, YEAR_2024)
    _sync(root, landing)
    assert _landed(landing, "closedon, min(siren)") == [
        (END_2023, "123456782"),
        (END_2024, "123456782"),
    ]


@pytest.mark.parametrize("other", [NAME_2023, "autre.txt"])
def test_two_files_of_a_year_are_refused_when_a_name_does_not_say_whose_they_are(
    other: str, root: Path, landing: Landing, write: Write
) -> None:
    write("export.txt", YEAR_2023)
    write(other, YEAR_2023[:2])
    result = _sync(root, landing)
    assert result.status == "refused"
    assert "are both of the year to 2023-12-31" in result.reason


def test_a_year_whose_file_is_gone_is_gone_and_said(
    root: Path, landing: Landing, write: Write
) -> None:
    write(NAME_2023, YEAR_2023)
    path = write(NAME_2024, YEAR_2024)
    _sync(root, landing)
    path.unlink()
    result = _sync(root, landing)
    assert result.rows_deleted == 15
    assert "the year 123456782 to 2024-12-31 is gone" in " ".join(result.notes)


def test_a_folder_that_is_empty_all_at_once_takes_nothing_away(
    root: Path, landing: Landing, write: Write
) -> None:
    path = write(NAME_2023, YEAR_2023)
    _sync(root, landing)
    path.unlink()
    result = _sync(root, landing)
    assert (result.status, "there is no file any more" in result.reason) == ("failed", True)
    assert _landed(landing) == BOTH_YEARS[:1]


def test_a_pattern_that_never_found_a_file_is_a_fault_of_configuration(root: Path) -> None:
    with pytest.raises(ConfigError, match="No file of the source 'compta'"):
        _connector(root).check()


def test_of_a_folder_the_files_named_as_a_fec_are_read(root: Path, write: Write) -> None:
    (root / "affluent.toml").write_text(CONFIG.replace("/*.txt", ""), encoding="utf-8")
    write(NAME_2023, YEAR_2023)
    write("123456782fec20241231.TXT", YEAR_2024)
    write("lisez-moi.txt", "…")
    assert [path.name for path in _connector(root).paths()] == [
        NAME_2023,
        "123456782fec20241231.TXT",
    ]


@pytest.mark.parametrize(
    ("day", "first_month", "end"),
    [
        ("2023-05-10", 1, "2023-12-31"),
        ("2023-05-10", 7, "2023-06-30"),
        ("2023-07-01", 7, "2024-06-30"),
        ("2023-02-10", 3, "2023-02-28"),
        ("2023-12-31", 2, "2024-01-31"),
    ],
)
def test_a_day_lies_in_the_fiscal_year_of_the_company(day: str, first_month: int, end: str) -> None:
    found = year_end(dt.date.fromisoformat(day), first_month)
    assert found == dt.date.fromisoformat(end)
