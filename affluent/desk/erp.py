"""``affluent erp``: which commands there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from affluent.desk import registers
from affluent.desk.books import books
from affluent.desk.proofs import proofs

if TYPE_CHECKING:
    from operations.registers.model import Register

erp_app = typer.Typer(no_args_is_help=True, help="The ERP: lists, documents, the books.")


def _registers() -> Sequence[Register]:
    from operations.registers.catalogue import ERP

    return ERP


registers.add_to(erp_app, _registers)
erp_app.add_typer(books)
erp_app.add_typer(proofs)
