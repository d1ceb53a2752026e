"""Open opportunities, move them, win and lose them; each move is kept with its day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.crm.opportunities.model import (
    FIRST_STAGE,
    LOST,
    WON,
    Opportunity,
    UnknownStage,
    WonWithoutAmount,
    require_amount,
    require_movable,
)
from operations.database.connection import Connection, first, insert
from operations.erp.catalog.commands import products
from operations.erp.party.model import require_name
from operations.errors import NotFound
from operations.numbering import next_number


def open_opportunity(
    connection: Connection,
    *,
    account_id: int,
    name: str,
    created_on: dt.date,
    owner_name: str | None = None,
    expected_close_on: dt.date | None = None,
    amount: Decimal | None = None,
    product_id: int | None = None,
    currency_code: str = "EUR",
) -> int:
    """Enter a chance to sell, at the first stage; return its key."""
    require_name(name, of="opportunity")
    require_amount(amount, what=f"opportunity {name}")
    known = connection.execute(
        "select from crm.accounts where account_id = %s", [account_id]
    ).fetchone()
    if known is None:
        raise NotFound("account", account_id)
    if product_id is not None:
        products(connection, [product_id])
    opportunity_id = insert(
        connection,
        "insert into crm.opportunities (opportunity_number, account_id, name, stage, amount,"
        " currency_code, product_id, owner_name, created_on, expected_close_on)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning opportunity_id",
        [
            next_number(connection, "opportunity"),
            account_id,
            name.strip(),
            FIRST_STAGE,
            amount,
            currency_code,
            product_id,
            owner_name,
            created_on,
            expected_close_on,
        ],
    )
    _remember(connection, opportunity_id, on=created_on, before=None, after=FIRST_STAGE)
    return opportunity_id


def move_stage(connection: Connection, *, opportunity_id: int, stage: str, on: dt.date) -> None:
    """Move an open opportunity to another open stage; back is allowed, deals fall back."""
    opportunity = _open_one(connection, opportunity_id, on)
    rows = connection.execute(
        "select stage from crm.opportunity_stages where outcome = 'open' order by position"
    ).fetchall()
    stages = [row[0] for row in rows]
    if stage not in stages:
        raise UnknownStage(
            f"Opportunity {opportunity.opportunity_number} cannot move to '{stage}'.",
            remedy=f"Give one of: {', '.join(stages)}; or win or lose it.",
        )
    if stage == opportunity.stage:
        return
    connection.execute(
        "update crm.opportunities set stage = %s where opportunity_id = %s",
        [stage, opportunity_id],
    )
    _remember(connection, opportunity_id, on=on, before=opportunity.stage, after=stage)


def win(
    connection: Connection, *, opportunity_id: int, on: dt.date, amount: Decimal | None = None
) -> None:
    """Close an opportunity as won; ``amount`` is what was sold, ex VAT, when it differs."""
    opportunity = _open_one(connection, opportunity_id, on)
    require_amount(amount, what=f"opportunity {opportunity.opportunity_number}")
    won = opportunity.amount if amount is None else amount
    if won is None:
        raise WonWithoutAmount(
            f"Opportunity {opportunity.opportunity_number} has no amount.",
            remedy="Say what was sold: give the amount with the win.",
        )
    connection.execute(
        "update crm.opportunities set stage = %s, amount = %s, closed_on = %s"
        " where opportunity_id = %s",
        [WON, won, on, opportunity_id],
    )
    _remember(connection, opportunity_id, on=on, before=opportunity.stage, after=WON)


def lose(connection: Connection, *, opportunity_id: int, on: dt.date, reason: str) -> None:
    """Close an opportunity as lost, and say why."""
    opportunity = _open_one(connection, opportunity_id, on)
    require_name(reason, of=f"reason for losing {opportunity.opportunity_number}")
    connection.execute(
        "update crm.opportunities set stage = %s, closed_on = %s, lost_reason = %s"
        " where opportunity_id = %s",
        [LOST, on, reason, opportunity_id],
    )
    _remember(connection, opportunity_id, on=on, before=opportunity.stage, after=LOST)


def _open_one(connection: Connection, opportunity_id: int, on: dt.date) -> Opportunity:
    """The opportunity, locked until the transaction ends, when it may move on that day."""
    found = first(
        connection,
        Opportunity,
        "select opportunity_id, opportunity_number, stage, amount, created_on, closed_on,"
        " coalesce((select max(changed_on) from crm.opportunity_stage_changes as changes"
        "  where changes.opportunity_id = opportunities.opportunity_id), created_on) as moved_on"
        " from crm.opportunities where opportunity_id = %s for update",
        [opportunity_id],
    )
    if found is None:
        raise NotFound("opportunity", opportunity_id)
    require_movable(found, on)
    return found


def _remember(
    connection: Connection, opportunity_id: int, *, on: dt.date, before: str | None, after: str
) -> None:
    connection.execute(
        "insert into crm.opportunity_stage_changes (opportunity_id, changed_on, from_stage,"
        " to_stage) values (%s, %s, %s, %s)",
        [opportunity_id, on, before, after],
    )
