"""What customers are asked and what they answer; and what is refused."""

from __future__ import annotations

import psycopg
import pytest
from desk import Desk, at

from operations.crm.accounts.errors import ForeignContact
from operations.crm.tickets import commands as tickets
from operations.crm.tickets.errors import AnsweredAlready, AskedAlready, NotInStatus
from operations.errors import InvalidValue, NotFound

ASKED = at("2024-03-01 15:00")


def solved(desk: Desk) -> int:
    ticket = desk.ticket()
    tickets.resolve(desk.connection, ticket_id=ticket, at=at("2024-03-01 12:00"))
    return ticket


def test_a_customer_says_how_content_he_is_with_a_ticket(desk: Desk) -> None:
    contact = desk.contact()
    ticket = desk.ticket(contact_id=contact)
    tickets.resolve(desk.connection, ticket_id=ticket, at=at("2024-03-01 12:00"))
    survey = tickets.ask_satisfaction(desk.connection, ticket_id=ticket, at=ASKED)
    tickets.answer_survey(
        desk.connection, survey_id=survey, at=at("2024-03-02 08:00"), score=5, comment="Merci"
    )
    seen = "kind, ticket_id, account_id, contact_id, score, comment"
    assert desk.of("surveys", survey, seen) == (
        "satisfaction",
        ticket,
        desk.account,
        contact,
        5,
        "Merci",
    )


def test_a_customer_says_whether_he_would_recommend_the_company(desk: Desk) -> None:
    survey = tickets.ask_nps(desk.connection, account_id=desk.account, at=ASKED)
    tickets.answer_survey(desk.connection, survey_id=survey, at=ASKED, score=0)
    assert desk.of("surveys", survey, "kind, ticket_id, score") == ("nps", None, 0)


@pytest.mark.parametrize(("kind", "score"), [("satisfaction", 0), ("satisfaction", 6), ("nps", 11)])
def test_an_answer_that_the_question_does_not_offer_is_refused(
    desk: Desk, kind: str, score: int
) -> None:
    if kind == "nps":
        survey = tickets.ask_nps(desk.connection, account_id=desk.account, at=ASKED)
    else:
        survey = tickets.ask_satisfaction(desk.connection, ticket_id=solved(desk), at=ASKED)
    with pytest.raises(InvalidValue, match=f"is {score}"):
        tickets.answer_survey(desk.connection, survey_id=survey, at=ASKED, score=score)
    with pytest.raises(psycopg.errors.CheckViolation, match="score_of_its_kind"):
        desk.connection.execute(
            "update crm.surveys set answered_at = asked_at, score = %s", [score]
        )


def test_an_answer_stays_and_does_not_come_before_the_question(desk: Desk) -> None:
    survey = tickets.ask_nps(desk.connection, account_id=desk.account, at=ASKED)
    with pytest.raises(InvalidValue, match="it was asked 2024-03-01 15:00"):
        tickets.answer_survey(desk.connection, survey_id=survey, at=at("2024-03-01 14:59"), score=9)
    tickets.answer_survey(desk.connection, survey_id=survey, at=ASKED, score=9)
    with pytest.raises(AnsweredAlready):
        tickets.answer_survey(desk.connection, survey_id=survey, at=ASKED, score=10)
    with pytest.raises(NotFound, match="survey 999999"):
        tickets.answer_survey(desk.connection, survey_id=999_999, at=ASKED, score=9)


def test_a_customer_is_asked_once_about_a_solved_ticket(desk: Desk) -> None:
    with pytest.raises(NotInStatus, match="is open, not resolved"):
        tickets.ask_satisfaction(desk.connection, ticket_id=desk.ticket(), at=ASKED)
    ticket = solved(desk)
    tickets.ask_satisfaction(desk.connection, ticket_id=ticket, at=ASKED)
    with pytest.raises(AskedAlready):
        tickets.ask_satisfaction(desk.connection, ticket_id=ticket, at=ASKED)
    with pytest.raises(psycopg.errors.UniqueViolation, match="asked_once"):
        desk.connection.execute(
            "insert into crm.surveys (kind, ticket_id, account_id, asked_at)"
            " select kind, ticket_id, account_id, asked_at from crm.surveys"
        )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        (
            "update crm.surveys set answered_at = asked_at - interval '1 day', score = 5",
            "answered_after_asked",
        ),
        ("update crm.surveys set score = 5", "answered_with_a_score"),
        ("update crm.surveys set kind = 'satisfaction'", "satisfaction_of_a_ticket"),
    ],
)
def test_the_database_refuses_what_no_survey_may_bear(
    desk: Desk, statement: str, rule: str
) -> None:
    tickets.ask_nps(desk.connection, account_id=desk.account, at=ASKED)
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        desk.connection.execute(statement.encode())


def test_a_person_of_another_firm_is_not_asked(desk: Desk) -> None:
    stranger = desk.contact(desk.open_account("Other"))
    with pytest.raises(ForeignContact):
        tickets.ask_nps(desk.connection, account_id=desk.account, contact_id=stranger, at=ASKED)
