"""``affluent crm``: which commands there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from affluent.desk import registers
from affluent.desk.campaigns import campaigns
from affluent.desk.leads import deals, leads
from affluent.desk.relations import accounts, consents, contacts
from affluent.desk.service import activities, tickets

if TYPE_CHECKING:
    from operations.registers.model import Register

crm_app = typer.Typer(no_args_is_help=True, help="The CRM: leads, deals, accounts, tickets.")


def _registers() -> Sequence[Register]:
    from operations.registers.catalogue import CRM

    return CRM


registers.add_to(crm_app, _registers)
crm_app.add_typer(campaigns, name="campaign")
crm_app.add_typer(leads, name="lead")
crm_app.add_typer(deals, name="deal")
crm_app.add_typer(accounts, name="account")
crm_app.add_typer(contacts, name="contact")
crm_app.add_typer(consents, name="consent")
crm_app.add_typer(activities, name="activity")
crm_app.add_typer(tickets, name="ticket")
