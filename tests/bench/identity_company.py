"""The sample company's records as the warehouse holds them, with what its truth file says of them.

What does not belong here: a company that is not refreshed yet.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from identity.model import record_id
from tests.bench.identity_sets import LabelledSet


def sample_company(workspace: Path) -> LabelledSet:
    """Every party of the store (customers, suppliers, accounts, leads); the truth knows firms only.

    Records of which the truth file says nothing are matched too, and not judged.
    """
    with duckdb.connect(workspace / ".affluent" / "build.duckdb", read_only=True) as build:
        (schema,) = build.execute(
            "select table_schema from information_schema.tables"
            " where table_name = 'int_parties__unioned'"
        ).fetchall()[0]
        records = build.execute(f'select * from "{schema}".int_parties__unioned').pl()
    truth = json.loads((workspace / "truth.json").read_text(encoding="utf-8"))["identities"]
    party_of = {
        record_id("operations", number): firm
        for firm, facts in truth.items()
        for numbers in facts["records"].values()
        for number in numbers
    }
    return LabelledSet("sample_company", records, party_of)
