"""Writes a life many times over: the larger sizes of the sample company, loaded in bulk.

Every copy has parties, products and documents of its own: keys and numbers are shifted by as many
as the life had, so numbers stay without gaps, and what held of one copy holds of all. Companies,
accounts, currencies and settings are shared. Triggers and foreign keys are off while it loads; what
they guard is proved afterwards by the same questions that any store must answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from operations.database.connection import Connection
from operations.numbering import PREFIXES

# There is one of each, however large the company is.
SHARED: Final = frozenset(
    (
        "erp.companies",
        "erp.currencies",
        "erp.currency_rates",
        "erp.journals",
        "erp.ledger_accounts",
        "erp.locations",
        "erp.periods",
        "erp.sequences",
        "erp.tombstones",
        "crm.opportunity_stages",
        "sync.field_rules",
        "sync.inbox",
        "sync.outbox",
    )
)
# What each write gives anew.
GIVEN: Final = frozenset(("created_at", "updated_at", "row_version", "changed_xid"))
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Column:
    """A column of a table and the table that it refers to, if any."""

    name: str
    kind: str
    refers_to: str | None


@dataclass(frozen=True)
class Table:
    """A table to be copied: ``key`` is its identity column, None when it has none."""

    name: str
    key: str | None
    columns: tuple[Column, ...]


def write_copies(
    connection: Connection, *, copies: int, numbered: Mapping[str, int], progress: Progress
) -> None:
    """Write what is in the store ``copies`` times in all; ``numbered`` counts each kind's numbers.

    The connection is the owner's: it switches triggers off until the transaction ends.
    """
    tables = _tables(connection)
    shifts = {table.name: _highest(connection, table) for table in tables}
    connection.execute("set local session_replication_role = replica")
    _make_renumber(connection, numbered)
    for done, table in enumerate(tables, start=1):
        connection.execute(_statement(table, shifts, copies))
        _restart_identity(connection, table)
        progress(table.name, done, len(tables))
    connection.execute("update erp.sequences set last_number = last_number * %s", [copies])
    connection.execute("set local session_replication_role = origin")


def _tables(connection: Connection) -> list[Table]:
    """Every table that is copied, with its columns in their order."""
    rows = connection.execute(
        "select format('%I.%I', nspname, relname), attname, format_type(atttypid, null),"
        " attidentity <> '', (select confrelid::regclass::text from pg_constraint"
        "   where conrelid = pg_class.oid and contype = 'f' and conkey = array[attnum]"
        "   order by oid limit 1)"
        " from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
        " join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped"
        " where nspname in ('erp', 'crm', 'sync') and relkind = 'r' and attgenerated = ''"
        " order by 1, attnum"
    ).fetchall()
    found: dict[str, list[Column]] = {}
    keys: dict[str, str] = {}
    for table, column, kind, is_key, refers_to in rows:
        if table in SHARED or column in GIVEN:
            continue
        found.setdefault(table, []).append(Column(column, kind, refers_to))
        if is_key:
            keys[table] = column
    return [Table(name, keys.get(name), tuple(columns)) for name, columns in found.items()]


def _highest(connection: Connection, table: Table) -> int:
    """The highest key of a table: by so much the keys of each copy are shifted."""
    if table.key is None:
        return 0
    query = sql.SQL("select coalesce(max({}), 0) from {}").format(
        sql.Identifier(table.key), _named(table.name)
    )
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _statement(table: Table, shifts: Mapping[str, int], copies: int) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    values = sql.SQL(", ").join(_value(table, column, shifts) for column in table.columns)
    return sql.SQL(
        "insert into {table} ({names}) overriding system value"
        " select {values} from {table} as t cross join generate_series(1, {last}) as copy"
    ).format(table=_named(table.name), names=names, values=values, last=sql.Literal(copies - 1))


def _value(table: Table, column: Column, shifts: Mapping[str, int]) -> sql.Composable:
    """What a copy has in a column: a key or a number moves on, everything else stays."""
    place = sql.Identifier("t", column.name)
    target = table.name if column.name == table.key else column.refers_to
    if target is not None and target in shifts and column.kind == "bigint":
        return sql.SQL("{} + copy * {}").format(place, sql.Literal(shifts[target]))
    if column.name.endswith("_number") and column.kind == "text":
        return sql.SQL("pg_temp.renumber({}, copy)").format(place)
    if column.name == "reference":
        return sql.SQL("pg_temp.renumber({}, copy)").format(place)
    if (table.name, column.name) == ("erp.letterings", "code"):
        return sql.SQL("pg_temp.recode({}, copy)").format(place)
    return place


def _make_renumber(connection: Connection, numbered: Mapping[str, int]) -> None:
    """Functions of this session: the number, or the lettering's code, of a copy."""
    cases = sql.SQL(" ").join(
        sql.SQL("when {} then {}").format(sql.Literal(_prefix(kind)), sql.Literal(last))
        for kind, last in numbered.items()
        if kind.split("/")[0] in PREFIXES
    )
    connection.execute(
        sql.SQL(
            "create function pg_temp.renumber(number text, copy integer) returns text"
            " language sql immutable as $$"
            " select case when shift is null then number"
            "  else prefix || lpad((digits::bigint + copy * shift)::text, 5, '0') end"
            " from (select parts[1] as prefix, parts[2] as digits,"
            "   case parts[1] {} end::bigint as shift"
            "  from regexp_match(number, '^([A-Z]+(?:[0-9]+-)?)([0-9]{{5,}})$') as parts) as read"
            " $$"
        ).format(cases)
    )
    connection.execute(
        sql.SQL(
            "create function pg_temp.recode(code text, copy integer) returns text"
            " language plpgsql immutable as $$"
            " declare place bigint := 0; length integer := length(code); made text := '';"
            " begin"
            "  for position in 1..length loop"
            "   place := place * 26 + ascii(substr(code, position, 1)) - 65;"
            "  end loop;"
            "  for shorter in 3..length - 1 loop place := place + 26 ^ shorter; end loop;"
            "  place := place + copy * {};"
            "  length := 3;"
            "  while place >= 26 ^ length loop"
            "   place := place - (26 ^ length)::bigint; length := length + 1;"
            "  end loop;"
            "  for position in 1..length loop"
            "   made := chr(65 + (place % 26)::integer) || made; place := place / 26;"
            "  end loop;"
            "  return made;"
            " end $$"
        ).format(sql.Literal(numbered.get("lettering", 0)))
    )


def _prefix(kind: str) -> str:
    """What the numbers of a kind begin with; ``kind/2`` is the second company's."""
    name, _, company = kind.partition("/")
    return PREFIXES[name] + (f"{company}-" if company else "")


def _restart_identity(connection: Connection, table: Table) -> None:
    if table.key is None:
        return
    connection.execute(
        sql.SQL(
            "select setval(pg_get_serial_sequence({name}, {key}), coalesce(max({column}), 1))"
            " from {table}"
        ).format(
            name=sql.Literal(table.name),
            key=sql.Literal(table.key),
            column=sql.Identifier(table.key),
            table=_named(table.name),
        )
    )


def _named(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))
