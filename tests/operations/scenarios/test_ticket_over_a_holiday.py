"""A ticket through its promises, over a weekend and a public holiday, told hour by hour."""

from __future__ import annotations

from desk import Desk, at

from operations.crm.tickets import commands as tickets


def test_a_ticket_over_a_weekend_and_a_holiday(desk: Desk) -> None:
    connection = desk.connection
    contact = desk.contact(email="atelier@jura.example")

    # Friday 26 April 2024, 16:00. Somebody answers on weekdays from 9 to 18.
    # High: answered within 4 hours of business, solved within 16.
    ticket = desk.ticket("2024-04-26 16:00", contact_id=contact)
    due = "first_response_due_at, resolution_due_at"
    #   answer: Fri 16–18 (2 h), Mon 9–11 (2 h)
    #   solution: Fri 2 h, Mon 9 h, Tue 9–14 (5 h)
    assert desk.of("tickets", ticket, due) == (at("2024-04-29 11:00"), at("2024-04-30 14:00"))

    # Monday 10:00: answered, after 3 hours of business.
    tickets.respond(connection, ticket_id=ticket, at=at("2024-04-29 10:00"))

    # Tuesday 12:00: the customer is asked for a photograph. 14 hours have passed.
    tickets.wait_for_customer(connection, ticket_id=ticket, at=at("2024-04-30 12:00"))

    # Wednesday 1 May is a holiday. Thursday 10:00 the photograph comes: 7 hours were waited.
    tickets.customer_answered(connection, ticket_id=ticket, at=at("2024-05-02 10:00"))
    assert desk.of("tickets", ticket, "waited_seconds") == 7 * 3600
    assert desk.of("tickets", ticket, due) == (at("2024-04-29 11:00"), at("2024-05-02 12:00"))

    # Thursday 11:30: half an hour before it is due, it is solved: after 15 and a half.
    tickets.resolve(connection, ticket_id=ticket, at=at("2024-05-02 11:30"))
    seen = (
        "first_response_seconds, resolution_seconds,"
        " is_first_response_breached, is_resolution_breached"
    )
    assert desk.of("tickets", ticket, seen) == (3 * 3600, 15.5 * 3600, False, False)

    # Friday 9:30: it leaks again. The clock runs on: half an hour is left.
    tickets.reopen(connection, ticket_id=ticket, at=at("2024-05-03 09:30"))
    assert desk.of("tickets", ticket, "resolution_due_at") == at("2024-05-03 10:00")
    assert tickets.overdue(connection, at=at("2024-05-03 10:01"))[0].ticket_id == ticket

    # Solved at 11:00, one hour late; the customer is content all the same.
    tickets.resolve(connection, ticket_id=ticket, at=at("2024-05-03 11:00"))
    survey = tickets.ask_satisfaction(connection, ticket_id=ticket, at=at("2024-05-03 12:00"))
    tickets.answer_survey(connection, survey_id=survey, at=at("2024-05-06 09:00"), score=4)
    tickets.close(connection, ticket_id=ticket, at=at("2024-05-10 12:00"))
    assert desk.of("tickets", ticket, seen) == (3 * 3600, 17 * 3600, False, True)
    history = desk.rows(
        "select kind, happened_at from crm.ticket_events where ticket_id = %s"
        " order by ticket_event_id",
        ticket,
    )
    assert history == [
        ("opened", at("2024-04-26 16:00")),
        ("responded", at("2024-04-29 10:00")),
        ("waiting", at("2024-04-30 12:00")),
        ("resumed", at("2024-05-02 10:00")),
        ("resolved", at("2024-05-02 11:30")),
        ("reopened", at("2024-05-03 09:30")),
        ("resolved", at("2024-05-03 11:00")),
        ("closed", at("2024-05-10 12:00")),
    ]
