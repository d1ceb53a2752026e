"""A table whose rows bear their transactions, as a source to read by them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from connector_fakes import let_pass, rows_of

from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest
from connectors.sql.driver import SqlConnector

SCHEMA = """
create table tombstones (
    table_name text, row_key jsonb, changed_xid bigint default pg_current_xact_id()::text::bigint
);
create table items (
    id bigint primary key, name text, amount numeric(18, 2),
    updated_at timestamptz not null default clock_timestamp(),
    changed_xid bigint not null default pg_current_xact_id()::text::bigint
);
create function touch() returns trigger language plpgsql as $$ begin
    new.updated_at := clock_timestamp();
    new.changed_xid := pg_current_xact_id()::text::bigint;
    return new;
end $$;
create function bury() returns trigger language plpgsql as $$ begin
    insert into tombstones values ('public.items', jsonb_build_object('id', old.id));
    return null;
end $$;
create trigger touch before insert or update on items for each row execute function touch();
create trigger bury after delete on items for each row execute function bury();
alter table items enable always trigger touch, enable always trigger bury;
insert into items values (1, 'a', 0.10), (2, 'b', 0.20);
"""
COLUMNS = {
    "id": "integer",
    "name": "text",
    "amount": "decimal(18,2)",
    "updated_at": "timestamp",
    "changed_xid": "integer",
}


def manifest_of(**overrides: Any) -> Manifest:
    stream = {
        "name": "items",
        "table": "public.items",
        "key": ["id"],
        "strategy": "horizon",
        "cursor": "changed_xid",
        "deletes": "tombstone",
        "control": ["amount"],
        "allow_empty": True,
        "columns": COLUMNS,
    }
    return Manifest.model_validate(
        {"tombstones": "public.tombstones", "streams": [{**stream, **overrides}]}
    )


def sync(dsn: str, landing: Landing, **overrides: Any) -> StreamResult:
    manifest = manifest_of(**overrides)
    connector = SqlConnector("shop", dsn, manifest)
    return extract(connector, manifest.streams[0], landing, let_pass)


def landed(landing: Landing) -> dict[int, tuple[str, Decimal]]:
    found = rows_of(landing, "select id, name, amount from raw_shop.items where not _is_deleted")
    return {row[0]: (row[1], row[2]) for row in found}
