"""Which registers there are, and in which one a number stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from operations.errors import InvalidValue
from operations.numbering import PREFIXES
from operations.registers.accounting import ACCOUNTING
from operations.registers.campaigns import CAMPAIGNS
from operations.registers.master_data import MASTER_DATA
from operations.registers.model import Register
from operations.registers.payables import PAYABLES
from operations.registers.people import PEOPLE
from operations.registers.production import PRODUCTION
from operations.registers.purchasing import PURCHASING
from operations.registers.receivables import RECEIVABLES
from operations.registers.relations import RELATIONS
from operations.registers.sales import SALES
from operations.registers.service import SERVICE
from operations.registers.stock import STOCK

ERP: Sequence[Register] = (
    *MASTER_DATA,
    *SALES,
    *RECEIVABLES,
    *PURCHASING,
    *PAYABLES,
    *STOCK,
    *PRODUCTION,
    *ACCOUNTING,
    *PEOPLE,
)
CRM: Sequence[Register] = (*RELATIONS, *CAMPAIGNS, *SERVICE)


def named(registers: Sequence[Register], name: str) -> Register:
    """The register with a name. Raises InvalidValue, with the nearest one."""
    for register in registers:
        if register.name == name:
            return register
    names = [register.name for register in registers]
    near = get_close_matches(name, names, n=1)
    raise InvalidValue(
        f"There is no list of {name!r}.",
        remedy=f"Did you mean {near[0]}?" if near else f"Name one of: {', '.join(names)}.",
    )


def of_number(registers: Sequence[Register], number: str) -> Register:
    """The register in which a number such as INV00042 or INV2-00042 stands. Raises InvalidValue."""
    letters = re.match(r"[A-Z]+", number)
    prefix = letters.group() if letters else ""
    for register in registers:
        if register.kind and PREFIXES[register.kind] == prefix:
            return register
    known = ", ".join(
        f"{PREFIXES[register.kind]} {register.name}" for register in registers if register.kind
    )
    raise InvalidValue(
        f"{number!r} is not a number of these books.", remedy=f"Numbers begin with: {known}."
    )
