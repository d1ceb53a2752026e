"""A small company in files, for tests that spoil something on its way through the river."""

from __future__ import annotations

from pathlib import Path

CONFIG = """
[company]
name = "Shop"
currency = "EUR"
language = "en"
zone = "Europe/Paris"
cost_policy = "in_force"
as_of = 2024-03-31

[sources.shop]
kind = "files"
path = "in"
"""
MANIFEST = """
[[streams]]
name = "customers"
file = "customers.csv"
key = ["id"]
[streams.columns]
id = { type = "text", required = true }
name = { type = "text", required = true }
country = "text"

[[streams]]
name = "sales"
file = "sales.csv"
key = ["invoice", "line"]
control = ["amount"]
[streams.columns]
invoice = { type = "text", required = true }
line = { type = "integer", required = true }
customer = { type = "text", required = true }
product = { type = "text", required = true }
posted = { type = "date", format = "%Y-%m-%d", required = true }
quantity = { type = "decimal", required = true }
amount = { type = "decimal", required = true }

[[control_totals]]
entity = "sales_lines"
model = "stg_shop__sales"
sum = "net_amount"
"""
CUSTOMERS = "id,name,country\nC1,Étoile & Fils,FR\nC2,Brug BV,BE\n"
SALES = (
    "invoice,line,customer,product,posted,quantity,amount\n"
    "F1,1,C1,Vis,2024-01-15,10,0.10\n"
    "F1,2,C1,Clou,2024-01-15,10,0.20\n"
    "F2,1,C2,Vis,2024-02-20,1,123456789012345.67\n"
)
MODELS = {
    "staging/stg_shop__customers.sql": """
with customers as (
    select * from {{ source('shop', 'customers') }}
),

final as (
    select
        id as customer_id,
        name as customer_name,
        country as country_code
    from customers
    where not _is_deleted
)

select * from final
""",
    "staging/stg_shop__sales.sql": """
with sales as (
    select * from {{ source('shop', 'sales') }}
),

final as (
    select
        invoice as document_number,
        cast(line as integer) as line_number,
        customer as customer_id,
        product as product_id,
        cast(posted as date) as posted_on,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(amount as decimal(18, 2)) as net_amount
    from sales
    where not _is_deleted
)

select * from final
""",
    "staging/_staging__models.yml": """
version: 2
sources:
  - name: shop
    database: landing
    schema: raw_shop
    tables:
      - name: customers
      - name: sales
""",
    "intermediate/int_customers__mapped_from_shop.sql": """
select
    'shop' as source_name,
    customer_id,
    customer_id as customer_number,
    cast(null as varchar) as legal_id,
    customer_name,
    country_code,
    cast(null as varchar) as city,
    cast(null as varchar) as segment,
    cast(null as varchar) as gender,
    cast(null as date) as birth_on,
    cast(null as date) as created_on
from {{ ref('stg_shop__customers') }}
""",
    "intermediate/int_sales_lines__mapped_from_shop.sql": """
select
    'shop' as source_name,
    '' as company_code,
    'invoice' as document_type,
    document_number,
    line_number,
    document_number as order_number,
    cast(null as varchar) as order_line_number,
    customer_id,
    product_id,
    cast(null as varchar) as seller_name,
    posted_on as ordered_on,
    posted_on,
    quantity,
    cast(null as decimal(18, 4)) as unit_price,
    cast(null as decimal(18, 2)) as list_amount,
    net_amount,
    cast(null as decimal(18, 2)) as cost_amount,
    'EUR' as currency_code,
    cast(null as decimal(18, 2)) as document_amount,
    cast(null as varchar) as document_currency_code,
    cast(null as decimal(18, 2)) as ledger_cost_amount,
    false as is_inter_company
from {{ ref('stg_shop__sales') }}
""",
}


def make(root: Path) -> Path:
    """Write the workspace with its files and return its root."""
    source = root / "sources" / "shop"
    for name, text in MODELS.items():
        path = source / "models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    (source / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    write(root, "customers.csv", CUSTOMERS)
    write(root, "sales.csv", SALES)
    return root


def write(root: Path, name: str, text: str) -> None:
    """Put a file where the shop's source is read."""
    (root / "in").mkdir(exist_ok=True)
    (root / "in" / name).write_text(text, encoding="utf-8")
