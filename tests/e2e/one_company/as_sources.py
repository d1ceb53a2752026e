"""The company's rows as a database and as files, with the models that a workspace writes."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.e2e.one_company.as_rows import Row

KEYS = {
    "customers": ["customer_id"],
    "products": ["product_id"],
    "product_costs": ["product_id"],
    "sales_lines": ["line_number"],
    "opportunities": ["opportunity_id"],
    "journal_lines": ["line_number"],
}
# How many decimals a number has; money and everything else has two.
SCALES = {"quantity": 4, "unit_price": 4, "unit_cost_amount": 4, "list_price_amount": 4}
SCALES |= {"probability": 6, "group_rate": 8}


def kind_of(column: str) -> str:
    """What a column holds, by its name's end."""
    if column.endswith("_on"):
        return "date"
    if column.startswith("is_"):
        return "boolean"
    is_number = column.endswith("_amount") or column == "amount" or column in SCALES
    return f"decimal(18,{SCALES.get(column, 2)})" if is_number else "text"


def as_database(path: Path, tables: dict[str, list[Row]]) -> None:
    """An SQLite file with a table for each entity."""
    with sqlite3.connect(path) as connection:
        for table, rows in tables.items():
            named = ", ".join(f"{name} {kind_of(name)}" for name in rows[0])
            connection.execute(f"create table {table} ({named})")
            places = ", ".join("?" for _ in rows[0])
            connection.executemany(
                f"insert into {table} values ({places})",
                [[_for_database(value) for value in row.values()] for row in rows],
            )
    connection.close()


def as_files(folder: Path, tables: dict[str, list[Row]]) -> None:
    """A French CSV for each entity: semicolons, decimal commas, days first."""
    folder.mkdir()
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="cp1252", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(rows[0])
            for row in rows:
                writer.writerow([_for_file(value) for value in row.values()])


def write_models(root: Path, source: str, tables: dict[str, list[Row]]) -> None:
    """What a workspace says of a source: its manifest, staging, and a branch for each entity."""
    folder = root / "sources" / source
    is_files = source == "files"
    manifest, described = [], ["version: 2", "sources:", f"  - name: {source}"]
    described += ["    database: landing", f"    schema: raw_{source}", "    tables:"]
    for table, rows in tables.items():
        place = f'file = "{table}.csv"' if is_files else f'table = "{table}"'
        manifest += ["[[streams]]", f'name = "{table}"', place, f"key = {KEYS[table]}"]
        manifest += ['encoding = "cp1252"', 'delimiter = ";"'] if is_files else []
        manifest += ['decimal_mark = ","'] if is_files else []
        manifest += ["[streams.columns]"]
        manifest += [f"{name} = {_declared(name, is_files)}" for name in rows[0]]
        described += [f"      - name: {table}"]
        models = {
            f"staging/stg_{source}__{table}": _staging(source, table, list(rows[0]), is_files),
            f"intermediate/int_{table}__mapped_from_{source}": _branch(source, table),
        }
        for name, text in models.items():
            path = folder / "models" / f"{name}.sql"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (folder / "models" / "_models.yml").write_text("\n".join(described), encoding="utf-8")
    (folder / "manifest.toml").write_text("\n".join(manifest), encoding="utf-8")


def _declared(column: str, is_files: bool) -> str:
    kind = kind_of(column)
    if kind == "date" and is_files:
        return '{ type = "date", format = "%d/%m/%Y" }'
    return f'"{kind}"'


def _staging(source: str, table: str, columns: list[str], is_files: bool) -> str:
    staged = ",\n    ".join(_staged(name, is_files) for name in columns)
    place = f"{{{{ source('{source}', '{table}') }}}}"
    return f"select\n    {staged}\nfrom {place}\nwhere not _is_deleted\n"


def _staged(column: str, is_files: bool) -> str:
    kind, value = kind_of(column), column
    if is_files and kind == "date":
        value = f"strptime({column}, '%d/%m/%Y')"
    elif is_files and kind.startswith("decimal"):
        value = f"replace({column}, ',', '.')"
    return f"cast({value} as {kind if kind != 'text' else 'varchar'}) as {column}"


def _branch(source: str, table: str) -> str:
    return f"select '{source}' as source_name, * from {{{{ ref('stg_{source}__{table}') }}}}\n"


def _for_database(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _for_file(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value).lower() if isinstance(value, bool) else value
