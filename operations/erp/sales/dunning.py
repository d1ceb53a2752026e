"""Dunning: who is reminded of what, by days late, one level after the other.

An invoice is never reminded of twice at one level, and gets the days between two levels before the
next one. What is disputed is left alone; so is a customer whose cash and credits cover it all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from operations.database.connection import Connection, every, insert
from operations.erp.sales.receivables import Receivable, receivables
from operations.numbering import next_number


@dataclass(frozen=True)
class Level:
    """A step of reminding, from so many days late."""

    level: int
    days_late: int
    title: str


@dataclass(frozen=True)
class Reminded:
    """The last reminder of an invoice."""

    invoice_id: int
    level: int
    reminded_on: dt.date


@dataclass(frozen=True)
class ReminderLine:
    """An invoice that a reminder asks for, with its level; ``owed`` is in its currency."""

    invoice_id: int
    invoice_number: str
    due_on: dt.date
    level: int
    days_late: int
    owed: Decimal
    currency_code: str


@dataclass(frozen=True)
class Reminder:
    """A letter to a customer, at the highest level of its lines; a proposal has no number."""

    customer_id: int
    level: int
    title: str
    lines: tuple[ReminderLine, ...]
    reminder_number: str | None = None


def run_dunning(
    connection: Connection, *, on: dt.date, company_id: int = 1, send: bool = True
) -> list[Reminder]:
    """Remind customers of what they owe since too long; return the reminders, by customer.

    Without ``send`` they are proposed, and nothing is written.
    """
    if send:  # two runs at once would remind twice: the second waits, and finds it done
        connection.execute("lock table erp.reminders in share row exclusive mode")
    levels = every(
        connection,
        Level,
        "select level, days_late, title from erp.dunning_levels order by level",
        [],
    )
    last = every(
        connection,
        Reminded,
        "select invoice_id, max(lines.level) as level, max(reminded_on) as reminded_on"
        " from erp.reminder_lines as lines join erp.reminders using (reminder_id)"
        " group by invoice_id",
        [],
    )
    due = receivables(connection, on=on, company_id=company_id)
    proposed = planned(due, levels, {each.invoice_id: each for each in last}, on)
    if not send:
        return proposed
    return [_send(connection, reminder, on, company_id) for reminder in proposed]


def planned(
    due: Sequence[Receivable],
    levels: Sequence[Level],
    last: Mapping[int, Reminded],
    on: dt.date,
) -> list[Reminder]:
    """Which reminders a day asks for, pure."""
    reminders = []
    by_customer = sorted(due, key=lambda item: item.customer_id)
    for customer_id, items in groupby(by_customer, key=lambda item: item.customer_id):
        known = list(items)
        if (
            sum(item.open_amount_base for item in known if item.days_late or item.open_amount < 0)
            <= 0
        ):
            continue
        lines = []
        for item in known:
            level = next_level(item, levels, last.get(item.document_id), on)
            if level is not None:
                lines.append(_line(item, level))
        if lines:
            highest = max(line.level for line in lines)
            title = next(level.title for level in levels if level.level == highest)
            reminders.append(Reminder(customer_id, highest, title, tuple(lines)))
    return reminders


def next_level(
    item: Receivable, levels: Sequence[Level], last: Reminded | None, on: dt.date
) -> Level | None:
    """The level at which an invoice is reminded of on a day; None when it is not."""
    if item.open_amount <= 0 or item.is_disputed:
        return None
    position = 0
    waits_until = on
    if last is not None:
        done = [number for number, level in enumerate(levels) if level.level <= last.level]
        position = len(done)
        if position == len(levels):
            return None
        gap = levels[position].days_late - (levels[position - 1].days_late if position else 0)
        waits_until = last.reminded_on + dt.timedelta(days=gap)
    if position == len(levels) or on < waits_until:
        return None
    level = levels[position]
    return level if item.days_late >= level.days_late else None


def _line(item: Receivable, level: Level) -> ReminderLine:
    return ReminderLine(
        invoice_id=item.document_id,
        invoice_number=item.document_number,
        due_on=item.due_on,
        level=level.level,
        days_late=item.days_late,
        owed=item.open_amount,
        currency_code=item.currency_code,
    )


def _send(connection: Connection, reminder: Reminder, on: dt.date, company_id: int) -> Reminder:
    number = next_number(connection, "reminder", company_id)
    reminder_id = insert(
        connection,
        "insert into erp.reminders (company_id, reminder_number, customer_id, reminded_on, level)"
        " values (%s, %s, %s, %s, %s) returning reminder_id",
        [company_id, number, reminder.customer_id, on, reminder.level],
    )
    lines = reminder.lines
    connection.execute(
        "insert into erp.reminder_lines (reminder_id, invoice_id, level, days_late, owed_amount,"
        " currency_code) select %s, given.* from unnest(%s::bigint[], %s::integer[],"
        "  %s::integer[], %s::numeric[], %s::text[]) as given",
        [
            reminder_id,
            [line.invoice_id for line in lines],
            [line.level for line in lines],
            [line.days_late for line in lines],
            [line.owed for line in lines],
            [line.currency_code for line in lines],
        ],
    )
    return Reminder(reminder.customer_id, reminder.level, reminder.title, lines, number)
