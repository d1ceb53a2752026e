"""The tables of a database, their columns and primary keys: for a manifest that is still to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from affluent.errors import ConfigError, SourceError
from connectors.core.manifest import Manifest
from connectors.sql.driver import SqlConnector
from connectors.sql.reading import SnapshotReader

# Table, column, type, place in the primary key (empty: none of it); by table, in order.
POSTGRESQL = """
select n.nspname || '.' || c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    coalesce(array_position(i.indkey::int2[], a.attnum)::text, '')
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_index as i on i.indrelid = c.oid and i.indisprimary
where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
    and has_table_privilege(c.oid, 'select')
order by 1, a.attnum"""
MYSQL = """
select c.table_name, c.column_name, c.column_type, coalesce(cast(k.ordinal_position as char), '')
from information_schema.columns as c
join information_schema.tables as t
    on t.table_schema = c.table_schema and t.table_name = c.table_name
left join information_schema.key_column_usage as k
    on k.constraint_name = 'PRIMARY' and k.table_schema = c.table_schema
    and k.table_name = c.table_name and k.column_name = c.column_name
where c.table_schema = database() and t.table_type = 'BASE TABLE'
order by c.table_name, c.ordinal_position"""
SQLITE = """
select m.name, x.name, lower(x.type), case when x.pk > 0 then cast(x.pk as text) else '' end
from sqlite_master as m, pragma_table_xinfo(m.name) as x
where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, x.cid"""
SQLSERVER = """
select s.name + '.' + t.name, c.name, ty.name, coalesce(cast(ic.key_ordinal as varchar(10)), '')
from sys.tables as t
join sys.schemas as s on s.schema_id = t.schema_id
join sys.columns as c on c.object_id = t.object_id
join sys.types as ty on ty.user_type_id = c.user_type_id
left join sys.indexes as i on i.object_id = t.object_id and i.is_primary_key = 1
left join sys.index_columns as ic on ic.object_id = t.object_id and ic.index_id = i.index_id
    and ic.column_id = c.column_id
where t.is_ms_shipped = 0 order by s.name + '.' + t.name, c.column_id"""
QUERIES = {
    "postgresql": POSTGRESQL,
    "mysql": MYSQL,
    "sqlite": SQLITE,
    "sqlserver": SQLSERVER,
}
MOMENT = re.compile(r"^(timestamp|datetime|smalldatetime)")
# By its name a column that every change moves.
MOVES = re.compile(
    r"^(updated|modified|changed|last_?(modified|updated|change)|write|mod(ification)?)_?"
    r"(at|on|date|time|timestamp|ts)?$|^(date_?(modif|maj|upd)|cb_?modification|upddattim)",
    re.IGNORECASE,
)


@dataclass
class Table:
    """A table: column → type in the database's words, the primary key, the proposed cursor."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    @property
    def cursor(self) -> str | None:
        """The only column that is a moment and named like one that every change moves."""
        found = [
            name for name, kind in self.columns.items() if MOMENT.match(kind) and MOVES.match(name)
        ]
        return found[0] if len(found) == 1 and self.key else None


def tables(source: str, dsn: str, *, root: Path, named: Sequence[str] = ()) -> list[Table]:
    """The tables that the database has and its user may read; of those named, only these.

    Raises ConfigError for a name that none has, SourceError when the database does not answer.
    """
    nothing = Manifest.model_validate({"streams": [{"name": "any", "table": "any"}]})
    connector = SqlConnector(source, dsn, nothing, root=root)
    with connector.snapshot() as reader:
        rows = _asked(reader, QUERIES[connector.address.engine])
    found: dict[str, Table] = {}
    keys: dict[str, list[tuple[int, str]]] = {}
    for table, column, kind, place in rows:
        one = found.setdefault(str(table), Table(str(table)))
        one.columns[str(column)] = str(kind)
        if place:
            keys.setdefault(one.name, []).append((int(place), str(column)))
    for name, places in keys.items():
        found[name].key = tuple(column for _, column in sorted(places))
    return _chosen(found, named)


def _asked(reader: SnapshotReader, query: str) -> list[tuple[str | None, ...]]:
    try:
        reader.session.begin()
        return reader.session.few(query)
    except reader.session.errors as error:
        # Not chained: the driver's own message may carry the password.
        raise SourceError(
            f"The tables of {reader.address.place} cannot be listed: "
            f"{reader.address.redacted(error)}",
            remedy="See that its user may read the catalogue; or write the manifest yourself.",
        ) from None


def _chosen(found: dict[str, Table], named: Sequence[str]) -> list[Table]:
    """All tables, or those named, with or without their schema."""
    if not found:
        raise ConfigError(
            "The database has no table that its user may read.",
            remedy="Let its user select from them; or write table or query in a manifest yourself.",
        )
    if not named:
        return list(found.values())
    chosen = []
    for name in named:
        fitting = [t for t in found.values() if name in {t.name, t.name.rpartition(".")[2]}]
        if len(fitting) != 1:
            what = "has no table" if not fitting else "has several tables"
            has = ", ".join(table.name for table in fitting or found.values())
            raise ConfigError(
                f"The database {what} '{name}': {has}.", remedy="Give its whole name, as --table."
            )
        chosen += fitting
    return chosen
