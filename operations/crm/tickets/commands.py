"""The writers of tickets, of what is promised for them, and of what customers answer."""

from operations.crm.tickets.handling import (
    assign_ticket,
    change_priority,
    customer_answered,
    respond,
    wait_for_customer,
)
from operations.crm.tickets.opening import open_ticket
from operations.crm.tickets.satisfaction import answer_survey, ask_nps, ask_satisfaction
from operations.crm.tickets.service_levels import (
    close_on,
    open_on,
    set_policy,
    set_working_hours,
)
from operations.crm.tickets.solving import Overdue, close, overdue, reopen, resolve

__all__ = [
    "Overdue",
    "answer_survey",
    "ask_nps",
    "ask_satisfaction",
    "assign_ticket",
    "change_priority",
    "close",
    "close_on",
    "customer_answered",
    "open_on",
    "open_ticket",
    "overdue",
    "reopen",
    "resolve",
    "respond",
    "set_policy",
    "set_working_hours",
    "wait_for_customer",
]
