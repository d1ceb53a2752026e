"""Open deals that nobody does anything about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every


@dataclass(frozen=True)
class QuietDeal:
    """An open deal without anything planned, and when something was last done about it."""

    opportunity_id: int
    opportunity_number: str
    owner_name: str | None
    amount: Decimal | None
    last_done_on: dt.date | None
    quiet_days: int


def deals_without_activity(
    connection: Connection, *, on: dt.date, days: int = 14
) -> list[QuietDeal]:
    """Deals open on a day with nothing planned and nothing done for so many days, longest first.

    A deal about which nothing was ever done is quiet since it was found.
    """
    return every(
        connection,
        QuietDeal,
        """
        select opportunity_id, opportunity_number, owner_name, amount, last_done_on,
            %(on)s - coalesce(last_done_on, created_on) as quiet_days
        from crm.opportunities
        cross join lateral (
            select
                max(done_on) filter (where done_on <= %(on)s) as last_done_on,
                bool_or(coalesce(least(done_on, cancelled_on) > %(on)s, true)) as is_planned
            from crm.activities
            cross join lateral (
                select
                    (planned_at at time zone 'Europe/Paris')::date as planned_on,
                    (done_at at time zone 'Europe/Paris')::date as done_on,
                    (cancelled_at at time zone 'Europe/Paris')::date as cancelled_on
            ) as days
            where activities.opportunity_id = opportunities.opportunity_id
                and planned_on <= %(on)s
        ) as done
        where created_on <= %(on)s and (closed_on is null or closed_on > %(on)s)
            and not coalesce(is_planned, false)
            and %(on)s - coalesce(last_done_on, created_on) >= %(days)s
        order by quiet_days desc, opportunity_id
        """,
        {"on": on, "days": days},
    )
