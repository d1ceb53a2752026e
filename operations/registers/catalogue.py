"""Which registers there are, and in which one a number stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from operations.errors import InvalidValue
from operations.numbering import PREFIXES
from operations.registers.crm import RELATIONS
from operations.registers.erp import SALES
from operations.registers.model import Register

ERP: Sequence[Register] = SALES
CRM: Sequence[Register] = RELATIONS


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
        kind = register.number.removesuffix("_number")
        if PREFIXES.get(kind) == prefix:
            return register
    known = ", ".join(
        f"{PREFIXES[kind]} {register.name}"
        for register in registers
        if (kind := register.number.removesuffix("_number")) in PREFIXES
    )
    raise InvalidValue(
        f"{number!r} is not a number of these books.", remedy=f"Numbers begin with: {known}."
    )
