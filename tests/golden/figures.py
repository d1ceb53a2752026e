"""The figures that the example companies must show, to the cent. Data only.

Each was published by a third party and recomputed from the files, or computed from the files by
other means: the README of the public data sets says which. A figure here changes only in a commit
that says why.

Keys are KPI names; groups are the dimension's values as the KPI command prints them. None stands
for the group without a value (a date that the source does not have).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Breakdown:
    """One KPI by one dimension, over ``start`` to ``end`` (ISO days) or all time."""

    kpi: str
    by: str
    groups: dict[str | None, Decimal]
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Golden:
    """What one example workspace must show: totals of all time, and breakdowns."""

    workspace: str
    totals: dict[str, Decimal]
    breakdowns: tuple[Breakdown, ...] = field(default=())
    # KPI → decimals to which it is known, where it is not exact (ratios, means).
    rounded: dict[str, int] = field(default_factory=dict)


RETAILER: Final = Golden(
    workspace="examples/retailer",
    totals={
        "revenue": Decimal(29_356_250),
        "gross_margin": Decimal(11_685_757),
        "cost_of_sales": Decimal(17_670_493),
        "gross_margin_rate": Decimal("0.3981"),
        "customers": Decimal(18_484),
        "quantity": Decimal(60_423),
        "orders": Decimal(27_659),
    },
    rounded={"gross_margin_rate": 4},
    breakdowns=(
        Breakdown(
            "revenue",
            "year",
            {
                "2010": Decimal(43_419),
                "2011": Decimal(7_075_088),
                "2012": Decimal(5_842_231),
                "2013": Decimal(16_344_878),
                "2014": Decimal(45_642),
                None: Decimal(4_992),
            },
        ),
        Breakdown(
            "revenue",
            "country",
            {
                "United States": Decimal(9_162_327),
                "Australia": Decimal(9_060_172),
                "United Kingdom": Decimal(3_391_376),
                "Germany": Decimal(2_894_066),
                "France": Decimal(2_643_751),
                "Canada": Decimal(1_977_738),
                "n/a": Decimal(226_820),
            },
        ),
        # Every one of the 18,484 unified customers bought something.
        Breakdown(
            "customers",
            "country",
            {
                "United States": Decimal(7_482),
                "Australia": Decimal(3_591),
                "United Kingdom": Decimal(1_913),
                "France": Decimal(1_810),
                "Germany": Decimal(1_780),
                "Canada": Decimal(1_571),
                "n/a": Decimal(337),
            },
        ),
        Breakdown(
            "revenue",
            "category",
            {
                "Bikes": Decimal(28_316_272),
                "Accessories": Decimal(700_262),
                "Clothing": Decimal(339_716),
            },
        ),
    ),
)

HARDWARE_VENDOR: Final = Golden(
    workspace="examples/hardware_vendor",
    totals={
        "won_deals": Decimal(4_238),
        "lost_deals": Decimal(2_473),
        "won_amount": Decimal(10_005_534),
        "win_rate": Decimal("0.6315"),
        "average_won_deal": Decimal("2360.91"),
        "open_pipeline": Decimal(4_966_215),
        "open_deals": Decimal(2_089),
    },
    rounded={"win_rate": 4, "average_won_deal": 2},
    breakdowns=(
        Breakdown(
            "won_amount",
            "team",
            {
                "West": Decimal(3_568_647),
                "Central": Decimal(3_346_293),
                "East": Decimal(3_090_594),
            },
        ),
        Breakdown(
            "won_amount",
            "quarter",
            {
                "2017-01-01": Decimal(1_134_672),
                "2017-04-01": Decimal(3_086_111),
                "2017-07-01": Decimal(2_982_255),
                "2017-10-01": Decimal(2_802_496),
            },
            start="2017-01-01",
            end="2017-12-31",
        ),
        Breakdown(
            "open_deals",
            "stage",
            # A closed deal stands at 0 in its last stage.
            {
                "Engaging": Decimal(1_589),
                "Prospecting": Decimal(500),
                "Won": Decimal(0),
                "Lost": Decimal(0),
            },
            start="2017-12-01",
            end="2017-12-31",
        ),
    ),
)

NORTHWIND: Final = Golden(
    workspace="examples/northwind",
    totals={
        "revenue": Decimal("1265793.04"),
        "quantity": Decimal(51_317),
        "orders": Decimal(830),
        "customers": Decimal(89),
    },
    breakdowns=(
        Breakdown(
            "revenue",
            "year",
            {
                "1996": Decimal("208083.97"),
                "1997": Decimal("617085.20"),
                "1998": Decimal("440623.87"),
            },
        ),
    ),
)

LEDGER: Final = Golden(
    workspace="examples/ledger",
    totals={
        "turnover": Decimal("41119.74"),
        "purchases": Decimal("41932.87"),
        "net_income": Decimal("-23701.02"),
        "stock_value": Decimal("885.67"),
        "charges": Decimal("59558.29"),
        "income": Decimal("35857.27"),
        "receivables": Decimal(0),
        "payables": Decimal("3679.51"),
    },
    breakdowns=(
        # The opening stock is taken out on the first day, and the last one put in on the last.
        Breakdown(
            "stock_value",
            "quarter",
            {
                "2020-01-01": Decimal(0),
                "2020-04-01": Decimal(0),
                "2020-07-01": Decimal(0),
                "2020-10-01": Decimal("885.67"),
            },
        ),
        Breakdown(
            "payables",
            "ageing",
            {
                "not due": Decimal("1408.42"),
                "1-30": Decimal(70),
                "31-60": Decimal(0),
                "61-90": Decimal("312.15"),
                "91+": Decimal("1888.94"),
            },
        ),
        Breakdown(
            "charges",
            "account_class",
            {"6": Decimal("59558.29")},
        ),
    ),
)

# Rows of the published marts: relation, condition → count. dim_products holds one row more, the
# unknown product; 'rows' are lines as the source sent them.
RETAILER_ROWS: Final = MappingProxyType(
    {
        ("marts.fct_sales_lines", "true"): 60_398,
        ("marts.dim_products", "product_key <> 'unknown'"): 295,
        ("marts.dim_customers", "customer_key <> 'unknown'"): 18_484,
        ("marts.fct_sales_lines", "posted_on is null"): 19,
    }
)
HARDWARE_VENDOR_ROWS: Final = MappingProxyType(
    {
        ("marts.fct_opportunities", "true"): 8_800,
        ("marts.fct_opportunities", "is_amount_estimated"): 2_089,
        ("marts.fct_opportunities", "status = 'open' and customer_key = 'unknown'"): 1_425,
        ("marts.dim_customers", "customer_key <> 'unknown'"): 85,
    }
)
NORTHWIND_ROWS: Final = MappingProxyType(
    {
        ("marts.fct_sales_lines", "true"): 2_155,
        ("marts.dim_customers", "customer_key <> 'unknown'"): 91,
        ("marts.dim_products", "product_key <> 'unknown'"): 77,
    }
)
LEDGER_ROWS: Final = MappingProxyType(
    {
        ("marts.fct_journal_lines", "true"): 1_982,
        ("marts.fct_journal_lines", "entry_kind = 'opening'"): 20,
        ("(select distinct entry_number from marts.fct_journal_lines)", "true"): 694,
        (
            "(select sum(debit_amount_base) d, sum(credit_amount_base) c"
            " from marts.fct_journal_lines)",
            "d = 241578.42 and c = d",
        ): 1,
    }
)
