"""Deals of a store made before their history was kept: it is told as far as it is known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
from alembic import command
from alembic.config import Config
from trade import DAY, day

from operations.crm.opportunities.as_of import as_of
from operations.database import migrate
from operations.database.server import Store

BEFORE = """
    insert into crm.accounts (account_number, name, country_code, legal_id)
        values ('A1', 'Ateliers du Jura SARL', 'FR', '012 345 678');
    insert into crm.opportunities (opportunity_number, account_id, name, stage, amount,
        currency_code, owner_name, created_on, closed_on, lost_reason)
        values
            ('OP1', 1, 'Pumps', 'lost', 500, 'EUR', 'Vente Nord', '2024-03-01', '2024-03-11',
                'Prix'),
            ('OP2', 1, 'Hoses', 'proposal', null, 'EUR', null, '2024-03-02', null, null);
    insert into crm.opportunity_stage_changes (opportunity_id, changed_on, from_stage, to_stage)
        values
            (1, '2024-03-01', null, 'prospecting'),
            (1, '2024-03-06', 'prospecting', 'negotiation'),
            (1, '2024-03-11', 'negotiation', 'lost'),
            (2, '2024-03-02', null, 'prospecting'),
            (2, '2024-03-08', 'prospecting', 'proposal');
"""


def _upgrade(dsn: str, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["dsn"] = dsn
    command.upgrade(config, version)


def test_deals_that_were_there_before_keep_their_stages_and_get_what_is_new(
    own_store: Store,
) -> None:
    with psycopg.connect(own_store.owner, autocommit=True) as connection:
        for schema in ("erp", "crm", "sync"):
            connection.execute(f"drop schema {schema} cascade".encode())
        connection.execute("drop table public.alembic_version")
    _upgrade(own_store.owner, "0010")
    with psycopg.connect(own_store.owner) as connection:
        connection.execute(BEFORE)
    _upgrade(own_store.owner, "head")
    with psycopg.connect(own_store.owner) as connection:
        seen: list[tuple[dt.date, str, Decimal, Decimal | None, str]] = [
            (on, deal.stage, deal.probability, deal.amount, deal.forecast_category)
            for on in (DAY, day(6), day(20))
            for deal in as_of(connection, on)
        ]
        assert seen == [
            (DAY, "prospecting", Decimal("0.1"), 500, "pipeline"),
            (day(6), "negotiation", Decimal("0.75"), 500, "best_case"),
            (day(6), "prospecting", Decimal("0.1"), None, "pipeline"),
            (day(20), "lost", 0, 500, "closed"),
            (day(20), "proposal", Decimal("0.5"), None, "pipeline"),
        ]
        lost = as_of(connection, day(20))[0]
        assert (lost.closed_on, lost.owner_name) == (day(10), "Vente Nord")
        reason = connection.execute(
            "select reason_code from crm.outcome_reasons where outcome_reason_id = %s",
            [lost.outcome_reason_id],
        ).fetchone()
        assert reason == ("price",)
        moves = "select count(*) from crm.opportunity_stage_changes"
        assert connection.execute(moves.encode()).fetchone() == (5,)  # none was told twice
        keys = connection.execute("select name_key, registration_key from crm.accounts").fetchone()
        assert keys == ("ateliersdujura", "012345678")
