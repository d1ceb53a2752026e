"""Two publications side by side: which figures changed, whose, and which documents did it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from affluent.errors import ConfigError
from affluent.settings import Workspace
from serving.differences import by_customer, chosen, differences
from serving.manifest import ControlTotal, StreamReading
from serving.publication import WAREHOUSE_NAME
from serving.restatements import restatements
from serving.tie_out import by_source, totals
from tests.serving import small_company

# A document of March dearer by 5, one of November gone (400 × 11 × 1.1), one of December dearer.
CHANGED = (
    "update marts.fct_sales_lines set revenue_amount_base = revenue_amount_base + 5"
    " where document_number in ('202503-1', '202512-2');"
    "delete from marts.fct_sales_lines where document_number = '202511-4'"
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, semantic: Path) -> Workspace:
    home = small_company.workspace(tmp_path_factory.mktemp("both"))
    small_company.published(home, semantic)
    small_company.published(home, semantic, extra=CHANGED)
    return home


def test_a_figure_that_changed_is_told_with_the_customers_who_changed_it(both: Workspace) -> None:
    old, new = chosen(both.publications, None, None)
    found = differences(old, new, ["revenue", "won_deals"])
    assert [(one.kpi.name, one.change) for one in found] == [("revenue", Decimal(-4830))]
    assert [(one.customer, one.change) for one in by_customer(old, new, ["revenue"], limit=2)] == [
        (("C00004", "شركة النور"), Decimal(-4840)),
        (("C00001", "Durand"), Decimal(5)),
    ]


def test_only_documents_of_closed_months_restate_and_all_of_the_change_is_theirs(
    both: Workspace,
) -> None:
    old, new = chosen(both.publications, 1, 2)
    before = small_company.manifest(pub_id=1)
    found = restatements(new / WAREHOUSE_NAME, old / WAREHOUSE_NAME, before)
    assert (found.against, found.closed_until) == (1, dt.date(2025, 11, 30))
    revenue = [row for row in found.listed if row.measure == "revenue_amount_base"]
    assert [(row.document, row.month, row.before, row.after) for row in revenue] == [
        ("invoice 202511-4", dt.date(2025, 11, 1), Decimal("4840.00"), None),
        ("invoice 202503-1", dt.date(2025, 3, 1), Decimal("330.00"), Decimal("335.00")),
    ]


def test_a_publication_that_is_not_kept_is_named_with_those_that_are(both: Workspace) -> None:
    with pytest.raises(ConfigError, match="Publication 7 is not kept"):
        chosen(both.publications, 7, 2)
    with pytest.raises(ConfigError, match="one publication only"):
        chosen(both.publications, None, 1)


def test_what_does_not_tie_stands_first_in_the_certificate() -> None:
    read = small_company.manifest()
    off = ControlTotal(measure="rows", source_value=Decimal(3), landed_value=Decimal(2))
    silent = ControlTotal(measure="rows", source_value=None, landed_value=Decimal(2))
    streams = (
        *read.streams,
        StreamReading(source="erp", stream="orders", control_totals=(silent,)),
        StreamReading(source="erp", stream="payments", control_totals=(off,)),
    )
    found = totals(read.model_copy(update={"streams": streams}))
    assert [(one.stream, one.verdict, one.gap) for one in found] == [
        ("payments", "gap", Decimal(-1)),
        ("orders", "unknown", None),
        ("invoice_lines", "tied", Decimal(0)),
    ]
    assert by_source(found) == {"erp": {"tied": 1, "gap": 1, "unknown": 1}}
