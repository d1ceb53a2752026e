"""``affluent crm``: which commands there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from affluent.desk import registers

if TYPE_CHECKING:
    from operations.registers.model import Register

crm_app = typer.Typer(no_args_is_help=True, help="The CRM: accounts, opportunities.")


def _registers() -> Sequence[Register]:
    from operations.registers.catalogue import CRM

    return CRM


registers.add_to(crm_app, _registers)
