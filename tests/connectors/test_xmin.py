"""Reading a table without any cursor by ``xmin``, which every row of PostgreSQL has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from connector_fakes import rows_of
from sql_engines import Postgres, connector_of, rows_read, stream_of, sync

from affluent.errors import SourceError
from connectors.core.landing import Landing
from connectors.sql.postgres.dialect import PostgresDialect
from connectors.sql.postgres.horizon import CIRCLE, Horizon, moved_since


@pytest.fixture
def database(dsn: str) -> Iterator[Postgres]:
    made = Postgres(dsn)
    made.execute("insert into items values (1, 'a', 1, null), (2, 'b', 2, null)")
    yield made
    made.close()


def _by_xmin(database: Postgres, **fields: Any) -> Any:
    return stream_of(database, strategy="horizon", cursor="xmin", **fields)


def _names(landing: Landing) -> list[Any]:
    return rows_of(landing, "select name from raw_shop.items where not _is_deleted order by id")


def test_only_what_was_written_since_is_read(database: Postgres, landing: Landing) -> None:
    stream = _by_xmin(database)
    assert sync(database, landing, stream).rows_landed == 2
    assert sync(database, landing, stream).rows_read == 0
    database.execute("update items set name = 'B' where id = 2")
    result = sync(database, landing, stream)
    assert (result.rows_read, result.rows_landed, result.was_reread) == (1, 1, False)
    database.execute("delete from items where id = 1")
    assert sync(database, landing, stream).rows_deleted == 1
    assert _names(landing) == [("B",)]


def test_what_commits_late_is_read_however_late(database: Postgres, landing: Landing) -> None:
    stream = _by_xmin(database)
    with psycopg.connect(database.dsn) as slow:
        slow.execute("update items set name = 'late' where id = 1")
        with slow.transaction():  # a savepoint has an id of its own, above that of its transaction
            slow.execute("insert into items values (3, 'later', 1, null)")
        database.execute("update items set name = 'early' where id = 2")
        sync(database, landing, stream)
        slow.commit()
    result = sync(database, landing, stream)
    assert (result.rows_landed, result.was_reread) == (2, False)
    assert _names(landing) == [("late",), ("early",), ("later",)]


def test_rows_that_were_frozen_meanwhile_are_read_all_the_same(
    database: Postgres, landing: Landing
) -> None:
    stream = _by_xmin(database)
    sync(database, landing, stream)
    database.execute("update items set name = 'cold' where id = 1")
    database.execute("vacuum (freeze) items")
    result = sync(database, landing, stream)
    assert (result.rows_read, result.rows_landed, result.was_reread) == (1, 1, False)
    assert sync(database, landing, stream).rows_read == 0


@pytest.mark.parametrize(
    ("since", "xmin", "is_moved"),
    [
        (1000, 999, False),
        (1000, 1000, True),
        (CIRCLE - 10, CIRCLE - 11, False),
        (CIRCLE - 10, CIRCLE - 10, True),
        (CIRCLE - 10, 5, True),  # the ids have begun again at 3
        (5 * CIRCLE + 20, 19, False),
        (5 * CIRCLE + 20, 20, True),
        (5 * CIRCLE + 20, CIRCLE - 1, False),
    ],
)
def test_ids_that_begin_again_are_compared_the_shorter_way_round(
    database: Postgres, since: int, xmin: int, is_moved: bool
) -> None:
    condition = moved_since(PostgresDialect(), _by_xmin(database), since)
    query = f"select {condition} from (select '{xmin}'::xid as xmin) as base"
    assert database.execute(query) == [(is_moved,)]


def test_after_too_many_transactions_the_table_is_read_whole(database: Postgres) -> None:
    stream = _by_xmin(database)
    state = Horizon(1000, "s", "").state({})
    assert Horizon(1000 + 2**29, "s", "").since(state, stream, {}) == 1000
    assert Horizon(1000 + 2**30, "s", "").since(state, stream, {}) is None


def test_a_view_has_no_transactions(database: Postgres) -> None:
    database.execute("create view seen as select * from items")
    stream = _by_xmin(database, table="public.seen")
    with pytest.raises(SourceError, match="xmin"):
        list(connector_of(database, stream).read(stream, None))
    assert rows_read(connector_of(database, stream_of(database)).read(stream_of(database), None))
