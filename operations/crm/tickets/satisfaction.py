"""Ask customers what they think: of a solved ticket (1 to 5), or of the company (0 to 10)."""

from __future__ import annotations

import datetime as dt

from operations.crm.accounts.accounts import require_account
from operations.crm.accounts.contacts import require_contact
from operations.crm.moments import require_aware, require_not_before
from operations.crm.tickets.errors import AnsweredAlready, AskedAlready, NotInStatus
from operations.crm.tickets.model import require_later, require_score, to_the_second
from operations.crm.tickets.storage import locked
from operations.database.connection import Connection, insert
from operations.errors import NotFound

_INSERT = (
    "insert into crm.surveys (kind, ticket_id, account_id, contact_id, asked_at)"
    " values (%s, %s, %s, %s, %s) returning survey_id"
)


def ask_satisfaction(connection: Connection, *, ticket_id: int, at: dt.datetime) -> int:
    """Ask whoever opened a ticket how content they are with its solution; return the survey's key.

    Raises NotFound, NotInStatus, AskedAlready, InvalidValue.
    """
    ticket = locked(connection, ticket_id)
    if ticket.resolved_at is None:
        raise NotInStatus(
            ticket.ticket_number, ticket.status, wanted="resolved", remedy="Solve it first."
        )
    at = to_the_second(at)
    require_later(ticket, at)
    asked = connection.execute(
        "select from crm.surveys where ticket_id = %s and answered_at is null", [ticket_id]
    ).fetchone()
    if asked is not None:
        raise AskedAlready(ticket.ticket_number)
    return insert(
        connection,
        _INSERT,
        ["satisfaction", ticket_id, ticket.account_id, ticket.contact_id, at],
    )


def ask_nps(
    connection: Connection, *, account_id: int, at: dt.datetime, contact_id: int | None = None
) -> int:
    """Ask a customer whether he would recommend the company; return the survey's key.

    Raises NotFound, MergedAway, ForeignContact, InvalidValue.
    """
    require_account(connection, account_id)
    if contact_id is not None:
        require_contact(connection, contact_id, of_account=account_id)
    require_aware(at, what="The question")
    return insert(connection, _INSERT, ["nps", None, account_id, contact_id, to_the_second(at)])


def answer_survey(
    connection: Connection,
    *,
    survey_id: int,
    at: dt.datetime,
    score: int,
    comment: str | None = None,
) -> None:
    """Keep the answer of a customer. Raises NotFound, AnsweredAlready, InvalidValue."""
    row = connection.execute(
        "select kind, asked_at, answered_at from crm.surveys where survey_id = %s for update",
        [survey_id],
    ).fetchone()
    if row is None:
        raise NotFound("survey", survey_id)
    kind, asked_at, answered_at = row
    if answered_at is not None:
        raise AnsweredAlready(survey_id)
    require_score(kind, score)
    at = to_the_second(at)
    require_not_before(at, asked_at, what=f"The answer to survey {survey_id}", since="it was asked")
    connection.execute(
        "update crm.surveys set answered_at = %s, score = %s, comment = %s where survey_id = %s",
        [at, score, comment, survey_id],
    )
