"""Open deals, move them through the pipeline, change what is said of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.crm.accounts.accounts import require_account
from operations.crm.edits import UNCHANGED, Unchanged, given
from operations.crm.opportunities.errors import AmountFromLines, UnknownStage
from operations.crm.opportunities.events import say
from operations.crm.opportunities.model import (
    FIRST_STAGE,
    OpportunityLine,
    require_amount,
    require_category,
    require_movable,
    require_open,
    require_probability,
)
from operations.crm.opportunities.storage import locked, stages, write
from operations.crm.owners.commands import owner_name as named
from operations.database.connection import Connection, insert
from operations.erp.catalog.commands import products
from operations.erp.party.model import require_name
from operations.numbering import next_number
from operations.versions import require_version


def open_opportunity(
    connection: Connection,
    *,
    account_id: int,
    name: str,
    created_on: dt.date,
    owner_name: str | None = None,
    owner_id: int | None = None,
    expected_close_on: dt.date | None = None,
    amount: Decimal | None = None,
    product_id: int | None = None,
    currency_code: str = "EUR",
    campaign_id: int | None = None,
    lead_id: int | None = None,
    by: str | None = None,
) -> int:
    """Enter a chance to sell, at the first stage; return its key.

    ``lead_id`` is given by the conversion of a lead alone. Raises NotFound, MergedAway,
    NotEmployed, InvalidValue.
    """
    require_name(name, of="opportunity")
    require_amount(amount, what=f"opportunity {name}")
    require_account(connection, account_id)
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=created_on)
    if product_id is not None:
        products(connection, [product_id])
    number = next_number(connection, "opportunity")
    say(connection, on=created_on, by=by)
    return insert(
        connection,
        "insert into crm.opportunities (opportunity_number, account_id, name, stage, amount,"
        " currency_code, product_id, owner_id, owner_name, created_on, expected_close_on,"
        " campaign_id, lead_id)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning opportunity_id",
        [
            number,
            account_id,
            name.strip(),
            FIRST_STAGE,
            amount,
            currency_code,
            product_id,
            owner_id,
            owner_name,
            created_on,
            expected_close_on,
            campaign_id,
            lead_id,
        ],
    )


def move_stage(
    connection: Connection,
    *,
    opportunity_id: int,
    stage: str,
    on: dt.date,
    by: str | None = None,
) -> None:
    """Move an open opportunity to another open stage; back is allowed, deals fall back.

    Its probability and forecast category become those of the stage. Raises NotFound,
    OpportunityClosed, UnknownStage, InvalidValue.
    """
    opportunity = locked(connection, opportunity_id)
    require_movable(opportunity, on)
    known = {name: one for name, one in stages(connection).items() if one.outcome == "open"}
    if stage not in known:
        raise UnknownStage(
            f"Opportunity {opportunity.opportunity_number} cannot move to '{stage}'.",
            remedy=f"Give one of: {', '.join(known)}; or win or lose it.",
        )
    if stage == opportunity.stage:
        return
    fields: dict[str, object] = {
        "stage": stage,
        "probability": known[stage].probability,
        "forecast_category": known[stage].forecast_category,
    }
    write(connection, opportunity, fields, on=on, by=by)


def change_opportunity(
    connection: Connection,
    *,
    opportunity_id: int,
    on: dt.date,
    by: str | None = None,
    expected_version: int | None = None,
    name: str | Unchanged = UNCHANGED,
    amount: Decimal | Unchanged | None = UNCHANGED,
    probability: Decimal | Unchanged = UNCHANGED,
    forecast_category: str | Unchanged = UNCHANGED,
    expected_close_on: dt.date | Unchanged | None = UNCHANGED,
    owner_id: int | Unchanged | None = UNCHANGED,
    owner_name: str | Unchanged | None = UNCHANGED,
    competitor_name: str | Unchanged | None = UNCHANGED,
    next_step: str | Unchanged | None = UNCHANGED,
) -> int:
    """Say something else of an open deal, as of a day; return its version.

    The day may be past, but not before the last change of the same field. Raises NotFound,
    LostUpdate, OpportunityClosed, AmountFromLines, NotAsToldLater, NotEmployed, InvalidValue.
    """
    require_version(
        connection, table="crm.opportunities", key=opportunity_id, expected=expected_version
    )
    opportunity = locked(connection, opportunity_id)
    what = f"opportunity {opportunity.opportunity_number}"
    require_open(opportunity, on)
    if not isinstance(name, Unchanged):
        require_name(name, of="opportunity")
    if not isinstance(amount, Unchanged):
        require_amount(amount, what=what)
        if opportunity.line_count and amount != opportunity.amount:
            raise AmountFromLines(opportunity.opportunity_number, opportunity.line_count)
    if not isinstance(probability, Unchanged):
        require_probability(probability, what=what)
    if not isinstance(forecast_category, Unchanged):
        require_category(forecast_category, what=what)
    if not isinstance(owner_id, Unchanged) and owner_id is not None:
        said = owner_name if isinstance(owner_name, str) else None
        owner_name = named(connection, owner_id=owner_id, name=said, on=on)
    fields = given(
        name=name,
        amount=amount,
        probability=probability,
        forecast_category=forecast_category,
        expected_close_on=expected_close_on,
        owner_id=owner_id,
        owner_name=owner_name,
        competitor_name=competitor_name,
        next_step=next_step,
    )
    return write(connection, opportunity, fields, on=on, by=by)


def set_lines(
    connection: Connection,
    *,
    opportunity_id: int,
    lines: Sequence[OpportunityLine],
    on: dt.date,
    by: str | None = None,
) -> None:
    """Say what an open deal is about, in place of what was said; its amount is their sum.

    Without lines the amount stays, and can be changed by itself again. Raises NotFound,
    OpportunityClosed, NotAsToldLater.
    """
    opportunity = locked(connection, opportunity_id)
    require_open(opportunity, on)
    products(connection, [line.product_id for line in lines])
    if lines:
        amount = sum((line.net_amount for line in lines), Decimal(0))
        write(connection, opportunity, {"amount": amount}, on=on, by=by)
    connection.execute(
        "delete from crm.opportunity_lines where opportunity_id = %s", [opportunity_id]
    )
    connection.execute(
        "insert into crm.opportunity_lines (opportunity_id, line_number, product_id, quantity,"
        " unit_price, net_amount) select %s, * from unnest(%s::integer[], %s::bigint[],"
        " %s::numeric[], %s::numeric[], %s::numeric[])",
        [
            opportunity_id,
            list(range(1, len(lines) + 1)),
            [line.product_id for line in lines],
            [line.quantity for line in lines],
            [line.unit_price for line in lines],
            [line.net_amount for line in lines],
        ],
    )
