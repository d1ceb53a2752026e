"""Puts an audited build before readers: a new folder, and one link switched at the end.

A publication is ``publications/<000001…>/`` with warehouse.duckdb (schema marts, tables only),
manifest.json and semantic_manifest.json. ``publications/current`` is a link to the one that
readers open. Whether to publish is decided elsewhere; reading is ``serving/warehouse.py``.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from affluent.errors import ConfigError, LawBroken
from serving.manifest import Manifest, Mart, read_manifest, write_manifest

WAREHOUSE_NAME = "warehouse.duckdb"
SEMANTIC_NAME = "semantic_manifest.json"
CURRENT = "current"
MAKING = ".making-"
SCHEMA = "marts"
KEPT = 2
KEPT_FOR = dt.timedelta(days=1)


@dataclass(frozen=True)
class Publication:
    """What readers see after ``publish``: its number, its folder, its manifest."""

    pub_id: int
    path: Path
    manifest: Manifest


def publish(
    build_path: Path,
    publications_dir: Path,
    manifest: Manifest,
    semantic_manifest_path: Path,
    *,
    keep: int = KEPT,
    keep_for: dt.timedelta = KEPT_FOR,
    now: dt.datetime | None = None,
) -> Publication:
    """Publish the build's marts; afterwards ``current`` points at them.

    ``build_path``: a DuckDB file with schema ``marts``, not held by another writer. One publisher
    at a time (the refresh's lock sees to it). Any failure leaves ``current`` where it was and
    removes what was half made; a process killed at any point leaves at most a folder that the
    next call removes. Raises LawBroken when the copy's rows or sums differ from the build's.
    """
    moment = now or dt.datetime.now(dt.UTC)
    publications_dir.mkdir(parents=True, exist_ok=True)
    _sweep(publications_dir)
    pub_id = max((number for number, _ in _numbered(publications_dir)), default=0) + 1
    making = publications_dir / f"{MAKING}{pub_id:06d}"
    final = publications_dir / f"{pub_id:06d}"
    try:
        making.mkdir()
        marts = _same_marts(publications_dir / CURRENT, manifest.build, making / WAREHOUSE_NAME)
        marts = marts or _copy_marts(build_path, making / WAREHOUSE_NAME)
        complete = manifest.model_copy(
            update={"pub_id": pub_id, "published_at": moment, "marts": marts}
        )
        write_manifest(complete, making)
        shutil.copyfile(semantic_manifest_path, making / SEMANTIC_NAME)
        _seal(making)
        making.rename(final)
        _sync(publications_dir)
        _switch(publications_dir, final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        if _current_number(publications_dir) != pub_id:
            shutil.rmtree(final, ignore_errors=True)
        raise
    _prune(publications_dir, keep=keep, before=moment - keep_for)
    return Publication(pub_id, final, complete)


def _same_marts(current: Path, build: str, target: Path) -> tuple[Mart, ...]:
    """The marts of what is published, when it was made of the same: its file under a second name.

    Nothing is done, and nothing returned, when it was not, or where a file has but one name.
    """
    with suppress(ConfigError, OSError):  # what cannot be read or named twice is copied
        published = read_manifest(current)
        if build and published.build == build:
            os.link((current / WAREHOUSE_NAME).resolve(), target)
            return published.marts
    return ()


def _copy_marts(build_path: Path, target: Path) -> tuple[Mart, ...]:
    """Copy every mart as a table into ``target``, and prove the copy by counts and exact sums."""
    connection = duckdb.connect(str(target))
    try:
        connection.execute(f"attach {_text(str(build_path))} as build (read_only)")
        database = _value(connection, "select current_database()")
        connection.execute(f"create schema {SCHEMA}")
        names = [
            row[0]
            for row in connection.execute(
                "select table_name from information_schema.tables"
                " where table_catalog = 'build' and table_schema = ? order by table_name",
                [SCHEMA],
            ).fetchall()
        ]
        if not names:
            raise LawBroken(
                f"{build_path} has no table in schema {SCHEMA}; nothing was published.",
                remedy="Build the marts first: affluent refresh",
            )
        marts = tuple(_copy_mart(connection, str(database), name) for name in names)
        _copy_comments(connection, str(database))
        connection.execute("detach build")
        connection.execute("checkpoint")
    finally:
        connection.close()
    return marts


def _copy_mart(connection: duckdb.DuckDBPyConnection, database: str, name: str) -> Mart:
    source, copy = (f"{_name(d)}.{SCHEMA}.{_name(name)}" for d in ("build", database))
    connection.execute(f"create table {copy} as select * from {source}")
    expected, found = _measure(connection, source, name), _measure(connection, copy, name)
    if expected != found:
        raise LawBroken(
            f"{SCHEMA}.{name} differs between build and publication: {expected} against {found}.",
            remedy="Nothing was published. Check the disk, then run affluent refresh again.",
        )
    return found


def _measure(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> Mart:
    columns = connection.execute(f"describe {table}").fetchall()
    exact = [column[0] for column in columns if str(column[1]).startswith("DECIMAL")]
    sums = "".join(f", sum({_name(column)})" for column in exact)
    row = connection.execute(f"select count(*){sums} from {table}").fetchall()[0]
    values: list[Decimal | None] = list(row[1:])
    return Mart(name=name, rows=row[0], sums=dict(zip(exact, values, strict=True)))


def _copy_comments(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    tables = connection.execute(
        "select table_name, comment from duckdb_tables()"
        " where database_name = 'build' and schema_name = ? and comment is not null",
        [SCHEMA],
    ).fetchall()
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'build' and schema_name = ? and comment is not null",
        [SCHEMA],
    ).fetchall()
    home = f"{_name(database)}.{SCHEMA}"
    for table, comment in tables:
        connection.execute(f"comment on table {home}.{_name(table)} is {_text(comment)}")
    for table, column, comment in columns:
        place = f"{home}.{_name(table)}.{_name(column)}"
        connection.execute(f"comment on column {place} is {_text(comment)}")


def _seal(folder: Path) -> None:
    """Everything of ``folder`` is on the disk, and the warehouse needs no log to be read."""
    leftover = folder / f"{WAREHOUSE_NAME}.wal"
    if leftover.exists():
        raise LawBroken(
            f"{leftover} is left after the checkpoint; nothing was published.",
            remedy="Run affluent refresh again.",
        )
    for path in sorted(folder.iterdir()):
        _sync(path)
    _sync(folder)


def _switch(publications_dir: Path, target: Path) -> None:
    """Point ``current`` at ``target`` in one step: readers see the old one or the new one."""
    link = publications_dir / f"{MAKING}{CURRENT}"
    link.symlink_to(target.name)
    os.replace(link, publications_dir / CURRENT)  # noqa: PTH105 the atomic step, by its name
    _sync(publications_dir)


def _sweep(publications_dir: Path) -> None:
    """Remove what a killed publication left: half-made folders, and one never switched to."""
    current = _current_number(publications_dir)
    for path in publications_dir.glob(f"{MAKING}*"):
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path)
    for number, path in _numbered(publications_dir):
        if number > current:
            shutil.rmtree(path)


def _prune(publications_dir: Path, *, keep: int, before: dt.datetime) -> None:
    """Remove old publications; a reader that still has one open keeps its file until it closes."""
    for _, path in sorted(_numbered(publications_dir))[: -max(keep, 1)]:
        with suppress(OSError):  # the next publication tries again
            if dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) < before:
                shutil.rmtree(path)


def _numbered(publications_dir: Path) -> list[tuple[int, Path]]:
    return [
        (int(path.name), path)
        for path in publications_dir.iterdir()
        if path.name.isdigit() and not path.is_symlink()
    ]


def _current_number(publications_dir: Path) -> int:
    link = publications_dir / CURRENT
    return int(link.readlink().name) if link.is_symlink() else 0


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _value(connection: duckdb.DuckDBPyConnection, query: str) -> object:
    return connection.execute(query).fetchall()[0][0]


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
