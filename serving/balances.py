"""From moves to what stands: the balance at the end of each period, as SQL for the warehouse.

A balance is never summed over time. Which KPIs are balances, the semantic layer says
(``meta.balance``); the sums stay in the engine, where money is decimal.
"""

from __future__ import annotations

from collections.abc import Sequence

from serving.catalogue import GRAINS


def standing(moves: str, kpis: Sequence[str], columns: Sequence[str], *, since: bool) -> str:
    """SQL that gives, for each group and period, the sum of its moves up to the period's end.

    ``moves``: a query with ``columns`` (dimensions, one of them a time grain at least) and
    ``kpis``, one row a group and period in which something moved. Periods without a move carry
    the balance on; a group stands at 0 before its first. Binds ``$balance_until``, the last day,
    and with ``since`` ``$balance_since``: periods that end before it are left out.
    """
    grains = [name for name in GRAINS if name in columns]  # from the finest to the coarsest
    others = [name for name in columns if name not in GRAINS]
    finest = grains[0]
    periods = ", ".join(_period(name, "day") for name in grains)
    same = " and ".join(
        f'moves."{name}" is not distinct from held."{name}"' for name in [*others, *grains]
    )
    window = f'({_partition(others)} order by held."{finest}" rows unbounded preceding)'
    sums = ", ".join(_running(kpi, window) for kpi in kpis)
    held = ", ".join(f'"{name}"' for name in others) or "1 as one"
    kept = f'where "{finest}" >= {_start(finest)}' if since else ""
    return f"""
with moves as ({moves}),
days as (
    select cast(unnest(generate_series(
        (select min("{finest}") from moves), cast($balance_until as date), interval 1 day
    )) as date) as day
),
periods as (select distinct {periods} from days),
groups as (select distinct {held} from moves),
held as (select * from groups cross join periods),
balances as (
    select {", ".join(f'held."{name}"' for name in columns)}, {sums}
    from held left join moves on {same}
)
select {", ".join(f'"{name}"' for name in [*columns, *kpis])} from balances {kept}"""


def _period(grain: str, day: str) -> str:
    return f"cast(date_trunc('{grain}', {day}) as date) as \"{grain}\""


def _start(grain: str) -> str:
    return f"date_trunc('{grain}', cast($balance_since as date))"


def _partition(others: Sequence[str]) -> str:
    names = ", ".join(f'held."{name}"' for name in others)
    return f"partition by {names}" if names else ""


def _running(kpi: str, window: str) -> str:
    """The running sum; absent where the KPI has no value anywhere, as without probabilities."""
    total = f'coalesce(sum(moves."{kpi}") over {window}, 0)'
    return f'case when (select count("{kpi}") from moves) > 0 then {total} end as "{kpi}"'
