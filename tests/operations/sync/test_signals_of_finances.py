"""Whatever changes what is owed is told to the account."""

from __future__ import annotations

from operations.database.connection import Connection


def test_every_table_that_counts_in_what_is_owed_signals_finances(connection: Connection) -> None:
    silent = connection.execute(
        "with named as (select distinct (regexp_matches(prosrc, 'from (erp\\.[a-z_]+)', 'g'))[1]"
        "  as name from pg_proc where oid = 'erp.owed'::regproc)"
        " select name, (select count(*) from pg_trigger"
        "  where tgrelid = name::regclass and tgname = 'signal_finances') from named"
    ).fetchall()
    assert len(silent) == 7
    assert [name for name, triggers in silent if not triggers] == []
