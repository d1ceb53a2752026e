"""What is wrong with the input is said with its place and remedy; what stood before stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from affluent.errors import AlreadyRunning, ConfigError
from affluent.lock import exclusive
from affluent.settings import load_workspace
from pipelines.refresh import refresh
from serving.answers import open_metrics
from serving.refreshes import status
from tests.e2e import shop

TOTAL = Decimal("123456789012345.97")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop, published once, in a folder with a French name; a test that spoils a file mends
    it again."""
    root = shop.make(tmp_path_factory.mktemp("shop") / "l'atelier d'été")
    assert refresh(root) == 0
    return root


def _revenue(root: Path) -> Decimal:
    with open_metrics(load_workspace(root)) as metrics:
        value = metrics.query(["revenue"]).item()
    assert isinstance(value, Decimal)
    return value


def _problems(root: Path) -> str:
    return "\n".join(problem.message for problem in status(load_workspace(root)).problems)


def _tie_out(root: Path) -> str:
    manifest = status(load_workspace(root)).manifest
    assert manifest is not None
    return manifest.checks.tie_out


def test_a_file_that_never_was_there_is_a_fault_of_configuration(tmp_path: Path) -> None:
    root = shop.make(tmp_path)
    (root / "in" / "sales.csv").unlink()
    with pytest.raises(ConfigError) as refused:
        refresh(root)
    assert str(root / "in" / "sales.csv") in refused.value.message
    assert refused.value.remedy
    assert "sales.csv" in _problems(root)


def test_a_first_batch_that_breaks_its_contract_publishes_nothing(tmp_path: Path) -> None:
    root = shop.make(tmp_path)
    shop.write(root, "sales.csv", shop.SALES + "F9,1,C1,Vis,2024-02-30,1,12.3x\n")
    shop.write(root, "customers.csv", "")
    assert refresh(root) == 3
    said = _problems(root)
    assert "12.3x" in said
    assert "2024-02-30" in said
    assert "customers" in said
    with pytest.raises(ConfigError, match="Nothing is published yet"):
        _revenue(root)


def test_a_refresh_while_another_runs_is_told_so(tmp_path: Path) -> None:
    root = shop.make(tmp_path)
    with (
        exclusive(load_workspace(root).lock_path),
        pytest.raises(AlreadyRunning, match="Another refresh"),
    ):
        refresh(root)


def test_eighteen_digits_arrive_to_the_cent(published: Path) -> None:
    assert _revenue(published) == TOTAL


def test_a_refused_batch_leaves_older_data_and_a_corrected_one_replaces_it(
    published: Path,
) -> None:
    shop.write(published, "sales.csv", shop.SALES + "F3,1,C1,Vis,2024-03-01,1,not a number\n")
    shop.write(published, "customers.csv", shop.CUSTOMERS + "C3,Nouveau,FR\n")
    assert refresh(published) == 3
    assert "not a number" in _problems(published)
    assert _revenue(published) == TOTAL
    assert _tie_out(published) == "unknown"

    shop.write(
        published,
        "sales.csv",
        shop.SALES.replace("posted", "note,posted").replace("2024-", "x,2024-"),
    )
    assert refresh(published) == 0
    assert _problems(published) == ""
    assert _tie_out(published) == "green"
    assert _revenue(published) == TOTAL


def test_an_unknown_kpi_or_dimension_is_answered_with_the_nearest(published: Path) -> None:
    with open_metrics(load_workspace(published)) as metrics:
        with pytest.raises(ConfigError, match="gross_margin"):
            metrics.query(["gros_margin"])
        with pytest.raises(ConfigError, match="country"):
            metrics.query(["revenue"], by=["contry"])
