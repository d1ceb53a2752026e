"""The pipeline as it stood at the end of any past day, rebuilt from the events of its deals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.crm.moments import require_aware
from operations.database.connection import Connection, every


@dataclass(frozen=True)
class OpportunityState:
    """A deal at the end of a day; ``amount`` is ex VAT, ``probability`` 0 to 1."""

    opportunity_id: int
    account_id: int
    stage: str
    amount: Decimal | None
    currency_code: str
    probability: Decimal
    forecast_category: str
    expected_close_on: dt.date | None
    closed_on: dt.date | None
    owner_id: int | None
    owner_name: str | None
    competitor_name: str | None
    outcome_reason_id: int | None


def as_of(
    connection: Connection, day: dt.date, *, known_at: dt.datetime | None = None
) -> list[OpportunityState]:
    """Every deal that was found by that day, as it stood at its end, by key.

    With ``known_at``: as people believed at that instant, without what was back-dated since.
    """
    if known_at is not None:
        require_aware(known_at, what="The instant of knowledge")
    return every(
        connection,
        OpportunityState,
        """
        with told as (
            select distinct on (opportunity_id, field) opportunity_id, field, new_value
            from crm.opportunity_events
            where changed_on <= %(day)s
                and (%(known_at)s::timestamptz is null or changed_at <= %(known_at)s)
            order by opportunity_id, field, changed_on desc, opportunity_event_id desc
        )
        select
            opportunity_id,
            (max(new_value) filter (where field = 'account_id'))::bigint as account_id,
            max(new_value) filter (where field = 'stage') as stage,
            (max(new_value) filter (where field = 'amount'))::numeric as amount,
            max(new_value) filter (where field = 'currency_code') as currency_code,
            (max(new_value) filter (where field = 'probability'))::numeric as probability,
            max(new_value) filter (where field = 'forecast_category') as forecast_category,
            (max(new_value) filter (where field = 'expected_close_on'))::date
                as expected_close_on,
            (max(new_value) filter (where field = 'closed_on'))::date as closed_on,
            (max(new_value) filter (where field = 'owner_id'))::bigint as owner_id,
            max(new_value) filter (where field = 'owner_name') as owner_name,
            max(new_value) filter (where field = 'competitor_name') as competitor_name,
            (max(new_value) filter (where field = 'outcome_reason_id'))::bigint
                as outcome_reason_id
        from told
        group by opportunity_id
        having bool_or(field = 'stage')
        order by opportunity_id
        """,
        {"day": day, "known_at": known_at},
    )
