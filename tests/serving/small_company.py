"""A small company, made by hand: a build file with marts, the product's own KPIs, a publication.

Two years of sales (2024 and 2025) whose totals a reader can recompute, namesakes, a line without
a date, a deal without a seller.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from affluent.settings import Workspace, load_workspace
from pipelines.dbt_root import compose
from serving.manifest import Checks, ControlTotal, Law, Manifest, StreamReading
from serving.publication import Publication, publish

AS_OF = dt.date(2025, 12, 31)
PUBLISHED_AT = dt.datetime(2026, 1, 1, 5, 12, tzinfo=dt.UTC)
SALES = "fct_sales_lines"
DEALS = ("fct_opportunities", "fct_opportunity_moves")

CUSTOMERS = """
create table marts.dim_customers as
select customer_key, customer_number, customer_name, country_name, segment
from (values
    ('c1', 'C00001', 'Durand', 'France', 'Trade'),
    ('c2', 'C00002', 'Durand', 'France', null),
    ('c3', 'C00003', 'Ünal & Söhne "Bau" <GmbH>', 'Germany', 'Industry'),
    ('c4', 'C00004', 'شركة النور', 'n/a', 'Industry'),
    ('unknown', 'n/a', 'n/a', 'n/a', null)
) as t (customer_key, customer_number, customer_name, country_name, segment)
"""
PRODUCTS = """
create table marts.dim_products as
select product_key, product_number, product_name, category, subcategory, product_line
from (values
    ('p1', 'P1', 'Bolt', 'Hardware', 'Fixings', 'Steel'),
    ('p2', 'P2', 'Drill', 'Tools', 'Electric', null)
) as t (product_key, product_number, product_name, category, subcategory, product_line)
"""
DATES = """
create table marts.dim_dates as
select cast(day as date) as date_day
from range(date '2023-01-01', date '2026-01-01', interval 1 day) as t (day)
"""
# Two persons are known from January on, a third from March; one consents from February to April.
CONSENTS = """
create table marts.fct_consent_moves as
select
    'm' || row_number() over () as consent_move_key, moved_on, 'c1' as customer_key,
    'newsletter' as purpose, 'any' as channel, contact_count, consent_count
from (values
    (date '2025-01-10', 1, 0), (date '2025-01-10', 1, 0), (date '2025-02-05', 0, 1),
    (date '2025-03-05', 1, 0), (date '2025-05-01', 0, -1)
) as t (moved_on, contact_count, consent_count)
"""
# Each month one invoice to each of four customers, of 100 × month × customer's number, and more
# by a tenth in 2025; it costs 60 %. One undated line of 7.77 without a known cost.
LINES = """
create table marts.fct_sales_lines as
with lines as (
    select
        strftime(month, '%Y%m') || '-' || n as document_number,
        'c' || n as customer_key,
        case when n % 2 = 0 then 'p2' else 'p1' end as product_key,
        case when n = 4 then null else 'Seller ' || n end as seller_name,
        cast(month + interval 9 day as date) as posted_on,
        cast(100 * n * month(month) * case when year(month) = 2025 then 11 else 10 end / 10
            as decimal(18, 2)) as revenue,
        true as is_cost_known
    from range(date '2024-01-01', date '2026-01-01', interval 1 month) as months (month),
        range(1, 5) as numbers (n)
    union all
    select 'undated', 'unknown', 'p1', null, null, 7.77, false
)
select
    'k' || document_number as sales_line_key,
    coalesce(seller_name, 'nobody') as sales_context_key,
    'erp' as source_name,
    'invoice' as document_type,
    document_number,
    document_number as order_number,
    customer_key,
    product_key,
    seller_name,
    posted_on,
    cast(1 as decimal(18, 4)) as quantity,
    revenue as revenue_amount_base,
    cast(case when is_cost_known then revenue * 6 / 10 else 0 end as decimal(18, 2))
        as cost_amount_base,
    cast(revenue - cost_amount_base as decimal(18, 2)) as gross_margin_amount_base,
    is_cost_known,
    revenue as list_amount_base
from lines
"""
CONTEXTS = """
create table marts.dim_sales_contexts as
select distinct sales_context_key, source_name, '' as company_code, seller_name,
    false as is_inter_company
from marts.fct_sales_lines
"""
COSTS = """
create table marts.fct_cost_events (
    cost_event_key varchar, sales_context_key varchar, customer_key varchar, product_key varchar,
    component varchar, posted_on date, sold_on date, is_known_at_month_end boolean,
    amount_base decimal(18, 2)
)
"""
# Each month four deals: two won, one lost, one that stays open.
OPPORTUNITIES = """
create table marts.fct_opportunities as
select
    'o' || strftime(month, '%Y%m') || n as opportunity_key,
    'crm' as source_name,
    'c' || n as customer_key,
    'p1' as product_key,
    case when n = 4 then null else 'Seller ' || n end as seller_name,
    'North' as seller_team,
    case n when 3 then 'Lost' when 4 then 'Offer' else 'Won' end as stage,
    case n when 3 then 'lost' when 4 then 'open' else 'won' end as status,
    cast(1000 * n as decimal(18, 2)) as amount_base,
    cast(month as date) as created_on,
    case when n < 4 then cast(month + interval 20 day as date) end as closed_on,
    case when n < 4 then 20 end as sales_cycle_days
from range(date '2024-01-01', date '2026-01-01', interval 1 month) as months (month),
    range(1, 5) as numbers (n)
"""
MOVES = """
create table marts.fct_opportunity_moves as
select
    opportunity_key || sign as opportunity_move_key,
    case sign when 1 then created_on else closed_on end as moved_on,
    opportunity_key, source_name, customer_key, product_key, seller_name, seller_team, stage,
    cast(sign as integer) as deal_count,
    cast(sign * amount_base as decimal(18, 2)) as amount_base,
    cast(sign * amount_base / 2 as decimal(18, 2)) as weighted_amount_base
from marts.fct_opportunities
cross join (values (1), (-1)) as signs (sign)
where sign = 1 or closed_on is not null
"""
TABLES = (CUSTOMERS, PRODUCTS, DATES, LINES, CONTEXTS, COSTS, OPPORTUNITIES, MOVES, CONSENTS)


def workspace(root: Path, *, language: str = "en") -> Workspace:
    """An empty workspace of the small company."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "affluent.toml").write_text(
        f'[company]\nname = "Small & Sons"\ncurrency = "EUR"\nlanguage = "{language}"\n'
        f"as_of = {AS_OF}\n",
        encoding="utf-8",
    )
    return load_workspace(root)


def build(path: Path, *, without: tuple[str, ...] = (), extra: str = "") -> Path:
    """A build file with the small company's marts; those in ``without`` are empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for statement in TABLES:
            connection.execute(statement)
        for table in without:
            connection.execute(f"delete from marts.{table}")
        if extra:
            connection.execute(extra)
    return path


def semantic_manifest(folder: Path) -> Path:
    """The product's semantic layer as dbt compiles it, made once for all workers of a run."""
    made = folder / "semantic" / ".affluent" / "dbt" / "target" / "semantic_manifest.json"
    with (folder / "semantic.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            root = compose(workspace(folder / "semantic"), [])
            dbt = Path(sys.executable).parent / "dbt"
            command = [str(dbt), "--quiet", "parse", "--project-dir", str(root)]
            command += ["--profiles-dir", str(root)]
            run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stdout + run.stderr
    return made


def manifest(**changes: object) -> Manifest:
    """What a refresh would say of the small company."""
    read_at = dt.datetime(2026, 1, 1, 5, 10, tzinfo=dt.UTC)
    total = ControlTotal(
        measure="net_amount", source_value=Decimal("163807.77"), landed_value=Decimal("163807.77")
    )
    return Manifest(
        company="Small & Sons",
        currency="EUR",
        as_of=AS_OF,
        product_version="0.1.0",
        streams=(
            StreamReading(
                source="erp",
                stream="invoice_lines",
                read_at=read_at,
                rows_landed=97,
                rows_total=97,
                control_totals=(total,),
            ),
            StreamReading(source="crm", stream="opportunities", read_at=read_at, rows_total=96),
        ),
        checks=Checks(
            tests_passed=120,
            laws=(Law(name="assert_journal_entries_balance", status="passed"),),
            tie_out="green",
        ),
    ).model_copy(update=changes)


def published(
    home: Workspace, semantic: Path, *, without: tuple[str, ...] = (), extra: str = ""
) -> Publication:
    """The small company, published in ``home``."""
    home.build_path.unlink(missing_ok=True)
    build(home.build_path, without=without, extra=extra)
    return publish(home.build_path, home.publications, manifest(), semantic, now=PUBLISHED_AT)


@pytest.fixture(scope="session")
def semantic(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The product's semantic manifest, parsed once a run."""
    base = tmp_path_factory.getbasetemp()
    return semantic_manifest(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, semantic: Path) -> Workspace:
    """A workspace in which the small company is published; tests only read it."""
    from tests.serving.identities import RECORDS

    home = workspace(tmp_path_factory.mktemp("small"))
    published(home, semantic, extra=RECORDS)
    return home
