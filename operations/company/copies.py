"""Writes a life many times over: the larger sizes of the sample company, loaded in bulk.

Every copy has parties, products and documents of its own: keys and numbers are shifted by as many
as the life had, so numbers stay without gaps, and what held of one copy holds of all. Companies,
accounts, currencies and settings are shared. Triggers and foreign keys are off while it loads; what
they guard is proved afterwards by the same questions that any store must answer.

Copy after copy is appended, so the trees of the keys grow at their right edge; the other indexes
are taken away and made anew, sorted, when all rows of their table are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from psycopg import sql

from operations.company.indexes import without_indexes
from operations.database.connection import Connection
from operations.numbering import PREFIXES

# There is one of each, however large the company is: settings, staff, what is closed by month.
SHARED: Final = frozenset(
    (
        *("erp.companies", "erp.currencies", "erp.currency_rates", "erp.journals"),
        *("erp.ledger_accounts", "erp.locations", "erp.periods", "erp.sequences"),
        *("erp.tombstones", "erp.payment_terms", "erp.item_families", "erp.units"),
        "erp.unit_conversions",
        *("erp.approval_rules", "erp.match_tolerances", "erp.dunning_levels", "erp.tax_codes"),
        *("erp.cost_centres", "erp.work_centres", "erp.employees", "erp.teams"),
        *("erp.approval_limits", "erp.commission_rates", "erp.salaries", "erp.absences"),
        *("erp.working_times", "erp.contribution_rates", "erp.payrolls", "erp.payroll_lines"),
        *("erp.budgets", "erp.tax_returns", "erp.tax_return_lines", "erp.fiscal_years"),
        *("erp.result_allocations", "erp.bank_balances", "erp.exchange_revaluations"),
        *("erp.exchange_revaluation_lines", "erp.accruals", "erp.accrual_lines"),
        "erp.work_in_progress",
        *("crm.opportunity_stages", "crm.lead_sources", "crm.scoring_rules"),
        *("crm.outcome_reasons", "crm.consent_purposes", "crm.sla_policies"),
        *("crm.working_hours", "crm.closing_days"),
    )
)
SHARED_KINDS: Final = frozenset(("employee", "payroll", "tax_return"))
# What each write gives anew.
GIVEN: Final = frozenset(("created_at", "updated_at", "row_version", "changed_xid"))
# Tables whose name is that of a firm: each copy has firms of its own.
PARTIES: Final = frozenset(("crm.accounts", "erp.customers", "erp.suppliers"))
# Column → the function of ``bulk.sql`` that says what a copy has there.
CHANGED: Final = {
    "name": "rename",
    "reference": "renumber",
    "document_number": "renumber",
    "legal_id": "siren",
    "siren": "siren",
    "siret": "siret",
    "vat_number": "vat",
    "email": "rehost",
    "web_address": "rehost",
    "web_domain": "rehost",
}
# What a number is made of, as functions of ``bulk.sql``, in the order in which renumber takes them.
PARTS: Final = ("prefix", "place", "shift")
FUNCTIONS: Final = Path(__file__).with_name("bulk.sql")
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

    The connection is the owner's: it switches triggers off until the transaction ends, and nobody
    reads a table whose indexes it made anew before then. What waits for the end of the transaction
    to be checked is checked first.
    """
    connection.execute("set constraints all immediate")
    tables = _tables(connection)
    shifts = {table.name: _highest(connection, table) for table in tables}
    connection.execute("set local session_replication_role = replica")
    connection.execute("set local maintenance_work_mem = '256MB'")  # what an index is sorted in
    make_functions(connection, numbered)
    for done, table in enumerate(tables, start=1):
        connection.execute(_remember(table))
        with without_indexes(connection, table.name):
            statement = _statement(table, shifts)
            for copy in range(1, copies):
                connection.execute(statement, [copy])
        connection.execute("drop table pg_temp.life")
        _restart_identity(connection, table)
        progress(table.name, done, len(tables))
    connection.execute(
        "update erp.sequences set last_number = last_number * %s"
        " where split_part(kind, '/', 1) <> all(%s)",
        [copies, list(SHARED_KINDS)],
    )
    connection.execute("set local session_replication_role = origin")


def _tables(connection: Connection) -> list[Table]:
    """Every table that is copied, with its columns in their order."""
    rows = connection.execute(
        "select format('%I.%I', nspname, relname), column_.attname,"
        " format_type(column_.atttypid, null), column_.attidentity <> '',"
        " (select confrelid::regclass::text from pg_constraint"
        "   cross join unnest(conkey, confkey) as pair (ours, theirs)"
        "   join pg_attribute as target on target.attrelid = confrelid"
        "    and target.attnum = pair.theirs and target.attidentity <> ''"
        "   where conrelid = pg_class.oid and contype = 'f' and pair.ours = column_.attnum"
        "   order by pg_constraint.oid limit 1)"
        " from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
        " join pg_attribute as column_ on column_.attrelid = pg_class.oid"
        "  and column_.attnum > 0 and not column_.attisdropped"
        " where nspname in ('erp', 'crm') and relkind = 'r' and column_.attgenerated = ''"
        " order by 1, column_.attnum"
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


def _remember(table: Table) -> sql.Composed:
    """The rows that were lived, apart and in the order of their keys: the table itself grows.

    Beside each number, what it is made of.
    """
    parts = [
        sql.SQL(", pg_temp.{}({}) as {}").format(
            sql.Identifier(part), sql.Identifier(column.name), _part(column, part)
        )
        for column in table.columns
        if _function(table, column) == "renumber"
        for part in PARTS
    ]
    order = sql.SQL("") if table.key is None else sql.SQL(" order by {}")
    return sql.SQL(
        "create temporary table life on commit drop as select *{parts} from {table}{order}"
    ).format(
        parts=sql.Composed(parts),
        table=_named(table.name),
        order=order.format(sql.Identifier(table.key or "")),
    )


def _part(column: Column, part: str) -> sql.Identifier:
    return sql.Identifier(f"{part} of {column.name}")


def _statement(table: Table, shifts: Mapping[str, int]) -> sql.Composed:
    """Write one copy: its number is the parameter."""
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    values = sql.SQL(", ").join(_value(table, column, shifts) for column in table.columns)
    return sql.SQL(
        "insert into {table} ({names}) overriding system value"
        " select {values} from pg_temp.life as t cross join (select %s::integer as copy)"
    ).format(table=_named(table.name), names=names, values=values)


def _value(table: Table, column: Column, shifts: Mapping[str, int]) -> sql.Composable:
    """What a copy has in a column: a key or a number moves on, everything else stays."""
    place = sql.Identifier("t", column.name)
    target = table.name if column.name == table.key else column.refers_to
    if target is not None and target in shifts and column.kind == "bigint":
        return sql.SQL("{} + copy * {}").format(place, sql.Literal(shifts[target]))
    if (table.name, column.name) == ("erp.letterings", "code"):
        return sql.SQL("pg_temp.recode({}, t.company_id, copy)").format(place)
    function = _function(table, column)
    if function is None:
        return place
    read: list[sql.Composable] = [place]
    if function == "renumber":
        read += [sql.SQL("t.{}").format(_part(column, part)) for part in PARTS]
    return sql.SQL("{}({}, copy)").format(
        sql.Identifier("pg_temp", function), sql.SQL(", ").join(read)
    )


def _function(table: Table, column: Column) -> str | None:
    """The function of ``bulk.sql`` that says what a copy has in a column; None: the same."""
    if column.name == "name" and table.name not in PARTIES:
        return None
    if column.name not in CHANGED and column.name.endswith("_number") and column.kind == "text":
        return "renumber"
    return CHANGED.get(column.name)


def make_functions(connection: Connection, numbered: Mapping[str, int]) -> None:
    """The functions of ``bulk.sql`` for this session, and how far each kind of number moves."""
    connection.execute(
        "create temporary table shifts (prefix text primary key, shift bigint) on commit drop"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into shifts values (%s, %s)",
            [
                (_prefix(kind), last)
                for kind, last in numbered.items()
                if kind.partition("/")[0] in PREFIXES.keys() - SHARED_KINDS
            ],
        )
        cursor.executemany(
            "insert into shifts values (%s, %s)",
            [(f"lettering {company}", last) for company, last in _letterings(numbered)],
        )
    connection.execute(FUNCTIONS.read_bytes())


def _letterings(numbered: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Company → how many letterings it has."""
    for kind, last in numbered.items():
        name, _, company = kind.partition("/")
        if name == "lettering":
            yield company or "1", last


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
