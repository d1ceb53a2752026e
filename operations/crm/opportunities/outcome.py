"""Decide a deal: win it, lose it, or take the decision back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.crm.opportunities.errors import OpportunityOrdered, UnknownStage
from operations.crm.opportunities.model import (
    CLOSED,
    LOST,
    WON,
    WonWithoutAmount,
    require_amount,
    require_decided,
    require_found,
    require_movable,
)
from operations.crm.opportunities.reasons import reason_id
from operations.crm.opportunities.storage import locked, stages, write
from operations.database.connection import Connection
from operations.erp.party.model import require_name


def win(
    connection: Connection,
    *,
    opportunity_id: int,
    on: dt.date,
    amount: Decimal | None = None,
    reason: str | None = None,
    by: str | None = None,
) -> None:
    """Close an opportunity as won; ``amount`` is what was sold, ex VAT, when it differs.

    Raises NotFound, OpportunityClosed, WonWithoutAmount, UnknownReason, InvalidValue.
    """
    opportunity = locked(connection, opportunity_id)
    number = opportunity.opportunity_number
    require_movable(opportunity, on)
    require_amount(amount, what=f"opportunity {number}")
    won = opportunity.amount if amount is None else amount
    if won is None:
        raise WonWithoutAmount(
            f"Opportunity {number} has no amount.",
            remedy="Say what was sold: give the amount with the win.",
        )
    fields: dict[str, object] = {
        "stage": WON,
        "amount": won,
        "closed_on": on,
        "probability": Decimal(1),
        "forecast_category": CLOSED,
    }
    if reason is not None:
        fields["outcome_reason_id"] = reason_id(
            connection, opportunity_number=number, outcome="won", reason=reason
        )
    write(connection, opportunity, fields, on=on, by=by)


def lose(
    connection: Connection,
    *,
    opportunity_id: int,
    on: dt.date,
    reason: str,
    competitor_name: str | None = None,
    by: str | None = None,
) -> None:
    """Close an opportunity as lost; say why (a code or name of the list), and to whom.

    Raises NotFound, OpportunityClosed, UnknownReason, InvalidValue.
    """
    opportunity = locked(connection, opportunity_id)
    number = opportunity.opportunity_number
    require_movable(opportunity, on)
    require_name(reason, of=f"reason for losing {number}")
    fields: dict[str, object] = {
        "stage": LOST,
        "closed_on": on,
        "probability": Decimal(0),
        "forecast_category": CLOSED,
        "lost_reason": reason,
        "outcome_reason_id": reason_id(
            connection, opportunity_number=number, outcome="lost", reason=reason
        ),
    }
    if competitor_name is not None:
        require_name(competitor_name, of=f"competitor for {number}")
        fields["competitor_name"] = competitor_name.strip()
    write(connection, opportunity, fields, on=on, by=by)


def reopen(
    connection: Connection,
    *,
    opportunity_id: int,
    on: dt.date,
    stage: str | None = None,
    by: str | None = None,
) -> None:
    """Take a decision back: the deal is in ``stage`` again, or where it was before it was decided.

    The days on which it was won or lost stay in its history. Raises NotFound, OpportunityOpen,
    OpportunityOrdered, UnknownStage, NotAsToldLater.
    """
    opportunity = locked(connection, opportunity_id)
    require_decided(opportunity)
    require_found(opportunity, on)
    order = connection.execute(
        "select order_number from erp.sales_orders join erp.quotes using (quote_id)"
        " where opportunity_id = %s limit 1",
        [opportunity_id],
    ).fetchone()
    if order is not None:
        raise OpportunityOrdered(opportunity.opportunity_number, order[0])
    known = stages(connection)
    back = known.get(stage or _stage_before(connection, opportunity_id))
    if back is None or back.outcome != "open":
        raise UnknownStage(
            f"Opportunity {opportunity.opportunity_number} cannot be reopened in '{stage}'.",
            remedy="Give one of: "
            + ", ".join(name for name, one in known.items() if one.outcome == "open"),
        )
    fields: dict[str, object] = {
        "stage": back.stage,
        "closed_on": None,
        "probability": back.probability,
        "forecast_category": back.forecast_category,
        "lost_reason": None,
        "outcome_reason_id": None,
    }
    write(connection, opportunity, fields, on=on, by=by)


def _stage_before(connection: Connection, opportunity_id: int) -> str:
    row = connection.execute(
        "select old_value from crm.opportunity_events where opportunity_id = %s"
        " and field = 'stage' order by changed_on desc, opportunity_event_id desc limit 1",
        [opportunity_id],
    ).fetchone()
    return row[0] if row is not None and row[0] is not None else ""
