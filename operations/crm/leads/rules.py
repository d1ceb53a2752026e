"""The scoring rules, and the scores that follow from them: kept with each lead that is open."""

from __future__ import annotations

from dataclasses import asdict

from psycopg.types.json import Jsonb

from operations.crm.leads.model import OPEN, Lead
from operations.crm.leads.scoring import Field, Operator, Rule, Score, require_usable, scored
from operations.crm.leads.storage import locked, open_leads
from operations.database.connection import Connection, every, insert
from operations.errors import NotFound


def add_rule(
    connection: Connection,
    *,
    field: Field,
    operator: Operator,
    points: int,
    reason: str,
    value: str | None = None,
) -> int:
    """Give leads points, or take some, for a field that is so; return the rule's key.

    All open leads are scored anew. ``one_of`` takes values parted by commas. Raises UnusableRule.
    """
    require_usable(Rule(0, field, operator, value, points, reason))
    scoring_rule_id = insert(
        connection,
        "insert into crm.scoring_rules (field, operator, value, points, reason)"
        " values (%s, %s, %s, %s, %s) returning scoring_rule_id",
        [field, operator, value, points, reason.strip()],
    )
    rescore(connection)
    return scoring_rule_id


def retire_rule(connection: Connection, *, scoring_rule_id: int) -> None:
    """Let a rule count no more; all open leads are scored anew. Raises NotFound."""
    retired = connection.execute(
        "update crm.scoring_rules set is_active = false where scoring_rule_id = %s",
        [scoring_rule_id],
    )
    if not retired.rowcount:
        raise NotFound("scoring rule", scoring_rule_id)
    rescore(connection)


def score(connection: Connection, lead_id: int) -> Score:
    """The score of a lead by the rules of now, kept with it when it is open. Raises NotFound."""
    lead = locked(connection, lead_id)
    worth = scored(asdict(lead), rules(connection))
    if lead.status in OPEN:
        _keep(connection, [(lead, worth)])
    return worth


def rescore(connection: Connection) -> int:
    """Score every open lead by the rules of now; return how many scores changed."""
    in_force = rules(connection)
    leads = open_leads(connection)
    return _keep(connection, [(lead, scored(asdict(lead), in_force)) for lead in leads])


def rules(connection: Connection) -> list[Rule]:
    """The rules that count now, in the order in which they were added."""
    return every(
        connection,
        Rule,
        "select scoring_rule_id, field, operator, value, points, reason from crm.scoring_rules"
        " where is_active order by scoring_rule_id",
        [],
    )


def _keep(connection: Connection, worths: list[tuple[Lead, Score]]) -> int:
    written = connection.execute(
        "update crm.leads set score = scored.score, score_reasons = scored.reasons"
        " from unnest(%s::bigint[], %s::integer[], %s::jsonb[])"
        "  as scored (lead_id, score, reasons)"
        " where leads.lead_id = scored.lead_id"
        " and (leads.score, leads.score_reasons) is distinct from (scored.score, scored.reasons)",
        [
            [lead.lead_id for lead, _ in worths],
            [worth.points for _, worth in worths],
            [Jsonb(worth.rows()) for _, worth in worths],
        ],
    )
    return written.rowcount
