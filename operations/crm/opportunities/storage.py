"""Read one deal with its row locked, and write what has changed of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from operations.crm import edits
from operations.crm.opportunities.events import say
from operations.crm.opportunities.model import Opportunity, Stage, require_forward
from operations.database.connection import Connection, every, first
from operations.errors import NotFound


def locked(connection: Connection, opportunity_id: int) -> Opportunity:
    """The opportunity, locked until the transaction ends. Raises NotFound."""
    # Locked first, read then: what a subquery sees was fixed before the wait for the lock.
    connection.execute(
        "select from crm.opportunities where opportunity_id = %s for update", [opportunity_id]
    )
    found = first(
        connection,
        Opportunity,
        "select opportunity_id, opportunity_number, account_id, name, stage, amount,"
        " currency_code, product_id, owner_id, owner_name, probability, forecast_category,"
        " competitor_name, next_step, created_on, expected_close_on, closed_on, lost_reason,"
        " outcome_reason_id, line_count, told_fields, told_days"
        " from crm.opportunities"
        " cross join lateral (select count(*) as line_count from crm.opportunity_lines as lines"
        "  where lines.opportunity_id = opportunities.opportunity_id) as counted"
        " cross join lateral (select coalesce(array_agg(field), '{}') as told_fields,"
        "  coalesce(array_agg(told_on), '{}') as told_days"
        "  from (select field, max(changed_on) as told_on from crm.opportunity_events as events"
        "   where events.opportunity_id = opportunities.opportunity_id group by field) as last"
        " ) as told"
        " where opportunity_id = %s",
        [opportunity_id],
    )
    if found is None:
        raise NotFound("opportunity", opportunity_id)
    return found


def write(
    connection: Connection,
    opportunity: Opportunity,
    fields: Mapping[str, object],
    *,
    on: dt.date,
    by: str | None,
) -> int:
    """Write those of the fields that differ, as changes of that day; return the row's version.

    Raises NotAsToldLater when one of them changed after that day.
    """
    changed = {name: value for name, value in fields.items() if getattr(opportunity, name) != value}
    require_forward(opportunity, changed, on)
    if changed:
        say(connection, on=on, by=by)
    return edits.update(
        connection,
        table="crm.opportunities",
        key="opportunity_id",
        key_value=opportunity.opportunity_id,
        fields=changed,
    )


def stages(connection: Connection) -> dict[str, Stage]:
    """The stages of the pipeline, in their order."""
    found = every(
        connection,
        Stage,
        "select stage, probability, outcome, forecast_category from crm.opportunity_stages"
        " order by position",
        [],
    )
    return {stage.stage: stage for stage in found}
