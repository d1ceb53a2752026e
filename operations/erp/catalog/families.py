"""Families of products, in a tree: discounts and figures follow it."""

from __future__ import annotations

from dataclasses import dataclass

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.errors import AboveItself, CodeTaken
from operations.erp.party.model import require_name
from operations.errors import NotFound
from operations.versions import require_version


@dataclass(frozen=True)
class Family:
    """A family of products; the one above it is None at the top."""

    family_id: int
    family_code: str
    name: str
    parent_family_id: int | None


def open_family(
    connection: Connection, *, family_code: str, name: str, parent_family_id: int | None = None
) -> int:
    """Enter a family, below another or at the top; return its key. Raises CodeTaken, NotFound."""
    require_name(family_code, of="family's code")
    require_name(name, of="family")
    code = family_code.strip()
    taken = "select from erp.item_families where family_code = %s"
    if connection.execute(taken, [code]).fetchone() is not None:
        raise CodeTaken("family", code)
    if parent_family_id is not None:
        family_line(connection, parent_family_id)
    return insert(
        connection,
        "insert into erp.item_families (family_code, name, parent_family_id) values (%s, %s, %s)"
        " returning family_id",
        [code, name.strip(), parent_family_id],
    )


def move_family(
    connection: Connection,
    *,
    family_id: int,
    parent_family_id: int | None,
    expected_version: int | None = None,
) -> None:
    """Put a family below another, or at the top. Raises AboveItself, LostUpdate, NotFound."""
    require_version(connection, table="erp.item_families", key=family_id, expected=expected_version)
    if parent_family_id is not None:
        line = family_line(connection, parent_family_id)
        for family in line:
            if family.family_id == family_id:
                raise AboveItself(family.family_code, line[0].family_code)
    connection.execute(
        "update erp.item_families set parent_family_id = %s where family_id = %s",
        [parent_family_id, family_id],
    )


def family_line(connection: Connection, family_id: int) -> list[Family]:
    """A family and those above it, from the bottom up. Raises NotFound."""
    line = every(
        connection,
        Family,
        "with recursive line as ("
        " select family_id, family_code, name, parent_family_id, 0 as steps"
        " from erp.item_families where family_id = %s"
        " union all"
        " select above.family_id, above.family_code, above.name, above.parent_family_id, steps + 1"
        " from line join erp.item_families as above on above.family_id = line.parent_family_id)"
        " select family_id, family_code, name, parent_family_id from line order by steps",
        [family_id],
    )
    if not line:
        raise NotFound("family", family_id)
    return line
