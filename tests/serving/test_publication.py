"""Readers see the old publication or the new one: never half of one, never none."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from affluent.errors import ConfigError, LawBroken
from serving import publication
from serving.manifest import Manifest, read_manifest
from serving.publication import Publication, publish
from serving.warehouse import Warehouse, open_warehouse, published_path

STEPS = ("_copy_marts", "write_manifest", "_seal", "_sync", "_switch")
GREAT = Decimal("9999999999999999.99")


def _build(path: Path, version: int) -> Path:
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema staging")
        connection.execute("create table staging.secret as select 1 as one")
        for table in ("first", "second"):
            connection.execute(
                f"create table marts.{table} as select {version} as version,"
                f" cast({GREAT} as decimal(18, 2)) as amount, current_date as day"
            )
        connection.execute("create view marts.third as select version from marts.first")
        connection.execute("comment on table marts.first is 'It''s one row per version'")
        connection.execute("comment on column marts.first.amount is 'What it is worth'")
    return path


def _publish(home: Path, version: int = 1, made_of: str = "", **options: object) -> Publication:
    semantic = home / "semantic.json"
    semantic.write_text("{}", encoding="utf-8")
    manifest = Manifest(
        company="Small",
        currency="EUR",
        as_of=dt.date(2025, 12, 31),
        product_version="0.1.0",
        build=made_of,
    )
    build = _build(home / "build.duckdb", version)
    return publish(build, home / "publications", manifest, semantic, **options)  # type: ignore[arg-type]


def _version(warehouse: Warehouse, table: str = "first") -> int:
    return int(warehouse.frame(f"select version from marts.{table}")["version"][0])


def _folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "publications").iterdir())


def test_marts_are_published_as_tables_with_their_types_and_comments(tmp_path: Path) -> None:
    _publish(tmp_path)
    warehouse = open_warehouse(tmp_path / "publications")
    tables = warehouse.frame(
        "select table_schema, table_name, table_type from information_schema.tables"
    )
    assert sorted(tables.rows()) == [
        ("marts", name, "BASE TABLE") for name in ("first", "second", "third")
    ]
    types = warehouse.frame(
        "select data_type, comment from duckdb_columns() where table_name = 'first'"
    )
    assert types.rows() == [
        ("INTEGER", None),
        ("DECIMAL(18,2)", "What it is worth"),
        ("DATE", None),
    ]
    comment = warehouse.frame("select comment from duckdb_tables() where table_name = 'first'")
    assert comment.item() == "It's one row per version"
    warehouse.close()


def test_the_manifest_keeps_rows_and_exact_sums_of_each_mart(tmp_path: Path) -> None:
    made = _publish(tmp_path)
    kept = read_manifest(published_path(tmp_path / "publications"))
    assert kept == made.manifest
    assert kept.pub_id == made.pub_id == 1
    assert kept.marts[0].rows == 1
    assert kept.marts[0].sums == {"amount": GREAT}
    assert f'"{GREAT}"' in (made.path / "manifest.json").read_text(encoding="utf-8")


def test_nothing_but_three_files_is_published(tmp_path: Path) -> None:
    made = _publish(tmp_path)
    assert sorted(path.name for path in made.path.iterdir()) == [
        "manifest.json",
        "semantic_manifest.json",
        "warehouse.duckdb",
    ]
    assert _folders(tmp_path) == ["000001", "current"]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_old_one_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _publish(tmp_path, 1)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(publication, step, fail)
        with pytest.raises(OSError, match="the disk is full"):
            _publish(tmp_path, 2)
    assert _folders(tmp_path) == ["000001", "current"]
    assert _version(open_warehouse(tmp_path / "publications")) == 1
    assert _publish(tmp_path, 3).pub_id == 2


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_the_old_one_up_and_the_next_one_cleans(
    tmp_path: Path, step: str
) -> None:
    _publish(tmp_path, 1)
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from serving import publication\nfrom tests.serving import test_publication as t\n"
        f"real = publication.{step}\n"
        f"def killed(*arguments):\n    real(*arguments) if '{step}' != '_switch' else None\n"
        "    os._exit(9)\n"
        f"publication.{step} = killed\nt._publish(Path(sys.argv[1]), 2)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert run.returncode == 9
    assert _version(open_warehouse(tmp_path / "publications")) == 1
    assert len(_folders(tmp_path)) == 3, "the killed one left its folder"
    latest = _publish(tmp_path, 3)
    assert _version(open_warehouse(tmp_path / "publications")) == 3
    assert _folders(tmp_path) == ["000001", latest.path.name, "current"]


def test_a_copy_that_differs_from_the_build_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publication._measure

    def lossy(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> object:
        found = real(connection, table, name)
        return found if '"build"' in table else found.model_copy(update={"rows": found.rows + 1})

    monkeypatch.setattr(publication, "_measure", lossy)
    with pytest.raises(LawBroken, match=r"marts\.first differs"):
        _publish(tmp_path)
    assert _folders(tmp_path) == []


def test_a_build_without_marts_is_not_published(tmp_path: Path) -> None:
    build = tmp_path / "build.duckdb"
    duckdb.connect(str(build)).close()
    manifest = Manifest(
        company="Small", currency="EUR", as_of=dt.date(2025, 1, 1), product_version="0"
    )
    with pytest.raises(LawBroken, match="no table in schema marts"):
        publish(build, tmp_path / "publications", manifest, tmp_path / "none.json")


def test_the_last_two_and_those_of_the_last_day_are_kept(tmp_path: Path) -> None:
    for version in (1, 2, 3):
        _publish(tmp_path, version)
    assert _folders(tmp_path) == ["000001", "000002", "000003", "current"]
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp()
    for name in ("000001", "000002", "000003"):
        os.utime(tmp_path / "publications" / name, (long_ago, long_ago))
    _publish(tmp_path, 4)
    assert _folders(tmp_path) == ["000003", "000004", "current"]


def test_a_reader_keeps_what_it_opened_when_that_is_pruned(tmp_path: Path) -> None:
    _publish(tmp_path, 1)
    reader = open_warehouse(tmp_path / "publications")
    for version in (2, 3):
        _publish(tmp_path, version, keep_for=dt.timedelta(days=-1))
    assert not reader.path.exists()
    assert _version(reader, "second") == 1
    assert _version(open_warehouse(tmp_path / "publications")) == 3


def test_readers_under_thirty_publications_see_whole_ones_only(tmp_path: Path) -> None:
    _publish(tmp_path, 1)
    done, seen, wrong = threading.Event(), set(), []

    def read() -> None:
        while not done.is_set():
            try:
                warehouse = open_warehouse(tmp_path / "publications")
                versions = {_version(warehouse, t) for t in ("first", "second", "third")}
                versions.add(warehouse.manifest.pub_id)
                warehouse.close()
            except Exception as error:
                wrong.append(repr(error))
                return
            seen.update(versions)
            time.sleep(0.005)
            if len(versions) > 1:
                wrong.append(str(versions))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in range(2, 31):
        _publish(tmp_path, version)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 5, "the readers read while publications were switched"


def test_nothing_published_yet_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Nothing is published yet") as refused:
        open_warehouse(tmp_path / ".affluent" / "publications")
    assert refused.value.remedy == "Run: affluent refresh"
    assert refused.value.exit_code == 2


def test_what_was_made_of_the_same_is_not_copied_again(tmp_path: Path) -> None:
    first = _publish(tmp_path, made_of="the same")
    second = _publish(tmp_path, made_of="the same")
    other = _publish(tmp_path, 2, made_of="another")
    files = [one.path / publication.WAREHOUSE_NAME for one in (first, second, other)]
    assert [file.stat().st_ino == files[0].stat().st_ino for file in files] == [True, True, False]
    assert second.manifest.marts == first.manifest.marts
    assert _version(open_warehouse(tmp_path / "publications")) == 2


def test_what_is_unknown_is_copied(tmp_path: Path) -> None:
    files = [_publish(tmp_path).path / publication.WAREHOUSE_NAME for _ in range(2)]
    assert files[0].stat().st_ino != files[1].stat().st_ino
