"""Which documents moved a month that was closed when it was last published, and by how much.

Documents of two files are compared, key by key. A source does not say who changed a document; its
name and the document's number lead there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serving.manifest import Manifest, Restatement, Restatements
from serving.publication import SCHEMA
from serving.warehouse import beside

if TYPE_CHECKING:
    import duckdb

LISTED = 200


@dataclass(frozen=True)
class Documents:
    """A published fact whose rows are of documents: what names one, its day, its amounts."""

    mart: str
    keys: tuple[str, ...]
    day: str
    measures: tuple[str, ...]


FACTS = (
    Documents(
        "fct_sales_lines",
        ("document_type", "document_number"),
        "posted_on",
        ("revenue_amount_base", "cost_amount_base"),
    ),
    Documents(
        "fct_journal_lines",
        ("journal_code", "entry_number"),
        "posted_on",
        ("debit_amount_base", "credit_amount_base"),
    ),
)


def restatements(
    path: Path, earlier: Path, before: Manifest, *, limit: int | None = LISTED
) -> Restatements:
    """What moved the closed months of ``before``, whose warehouse is ``earlier``, in ``path``.

    Both are DuckDB files with schema ``marts``; a fact that one of them lacks is passed over. The
    greatest ``limit`` changes are listed, all of them with None.
    """
    found: list[Restatement] = []
    with beside(path, earlier) as connection:
        for fact in FACTS:
            found += _moved(connection, fact, before.closed_until)
    found.sort(key=lambda row: (-abs(row.change), row.mart, row.document, row.measure))
    return Restatements(
        against=before.pub_id,
        closed_until=before.closed_until,
        found=len(found),
        listed=tuple(found[:limit]),
    )


def _moved(
    connection: duckdb.DuckDBPyConnection, fact: Documents, until: dt.date
) -> Iterator[Restatement]:
    columns = [_columns(connection, place, fact.mart) for place in ("earlier", _here(connection))]
    needed = {"source_name", fact.day, *fact.keys}
    if not all(needed <= known for known in columns):
        return
    company = "company_code" if all("company_code" in known for known in columns) else "''"
    document = " || ' ' || ".join(f"coalesce({key}, '')" for key in fact.keys)
    for measure in fact.measures:
        if not all(measure in known for known in columns):
            continue
        sums = (
            f"select source_name, coalesce({company}, '') as company, {document} as document,"
            f" cast(date_trunc('month', {fact.day}) as date) as month, sum({measure}) as amount"
            f" from {{}}.{SCHEMA}.{fact.mart} where {fact.day} <= $until group by all"
        )
        rows = connection.execute(
            f"with old as ({sums.format('earlier')}), new as ({sums.format(_here(connection))})"
            " select coalesce(old.source_name, new.source_name),"
            " coalesce(old.company, new.company), coalesce(old.document, new.document),"
            " coalesce(old.month, new.month), old.amount, new.amount"
            " from old full join new on old.source_name = new.source_name"
            " and old.company = new.company and old.document = new.document"
            " and old.month = new.month"
            " where coalesce(old.amount, 0) <> coalesce(new.amount, 0)",
            {"until": until},
        ).fetchall()
        for source, code, number, month, was, stands in rows:
            yield Restatement(
                mart=fact.mart,
                source=source,
                company=code,
                document=number.strip(),
                month=month,
                measure=measure,
                before=was,
                after=stands,
            )


def _here(connection: duckdb.DuckDBPyConnection) -> str:
    name = connection.execute("select current_database()").fetchall()[0][0]
    return '"' + str(name).replace('"', '""') + '"'


def _columns(connection: duckdb.DuckDBPyConnection, place: str, mart: str) -> set[str]:
    found = connection.execute(
        "select column_name from information_schema.columns"
        " where table_catalog = $place and table_schema = $schema and table_name = $mart",
        {"place": place.strip('"').replace('""', '"'), "schema": SCHEMA, "mart": mart},
    ).fetchall()
    return {name for (name,) in found}
