"""Places: where goods lie, and the outsides from which they come and to which they go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from operations.database.connection import Connection, every, insert
from operations.erp.party.model import require_name
from operations.erp.stock.errors import StillNegative
from operations.erp.stock.model import Location
from operations.errors import NotFound


def location(connection: Connection, *, company_id: int = 1, code: str = "MAIN") -> int:
    """The key of a place by its code: MAIN, TRANSIT, SUPPLIERS, CUSTOMERS, PRODUCTION, LOSSES.

    Raises NotFound.
    """
    row = connection.execute(
        "select location_id from erp.locations where company_id = %s and location_code = %s",
        [company_id, code],
    ).fetchone()
    if row is None:
        raise NotFound("place", code)
    return int(row[0])


def places(connection: Connection, *codes: str, company_id: int = 1) -> list[int]:
    """The keys of several places by their codes, in their order. Raises NotFound."""
    keys: dict[str, int] = dict(
        connection.execute(
            "select location_code, location_id from erp.locations"
            " where company_id = %s and location_code = any(%s)",
            [company_id, list(codes)],
        ).fetchall()
    )
    for code in codes:
        if code not in keys:
            raise NotFound("place", code)
    return [keys[code] for code in codes]


def open_locations(connection: Connection, company_id: int) -> None:
    """Give a new company the places that every company has."""
    connection.execute("select erp.open_locations(%s)", [company_id])


def open_location(
    connection: Connection,
    *,
    code: str,
    name: str,
    kind: Literal["internal", "transit", "consignment"] = "internal",
    customer_id: int | None = None,
    supplier_id: int | None = None,
    company_id: int = 1,
) -> int:
    """Open a place where goods may lie, never less than none; return its key.

    A consignment is own goods at ``customer_id``'s, or goods here that ``supplier_id`` still owns.
    """
    require_name(name, of="place")
    return insert(
        connection,
        "insert into erp.locations (company_id, location_code, name, kind, customer_id,"
        " supplier_id) values (%s, %s, %s, %s, %s, %s) returning location_id",
        [company_id, code, name.strip(), kind, customer_id, supplier_id],
    )


def forbid_negative_stock(connection: Connection, *, location_id: int) -> None:
    """From now on no more leaves the place than lies there. Raises StillNegative, NotFound."""
    row = connection.execute(
        "select location_code from erp.locations where location_id = %s for update", [location_id]
    ).fetchone()
    if row is None:
        raise NotFound("place", location_id)
    below = connection.execute(
        "select product_number, quantity from erp.stock_quantities"
        " join erp.products using (product_id)"
        " where location_id = %s and quantity < 0 order by product_number limit 1",
        [location_id],
    ).fetchone()
    if below is not None:
        raise StillNegative(row[0], below[0], below[1])
    connection.execute(
        "update erp.locations set is_negative_allowed = false where location_id = %s",
        [location_id],
    )


def locations(connection: Connection, location_ids: Iterable[int]) -> dict[int, Location]:
    """Places by key, all of those asked for. Raises NotFound."""
    wanted = sorted(set(location_ids))
    found = every(
        connection,
        Location,
        "select location_id, location_code, company_id, kind, supplier_id, is_negative_allowed,"
        " is_counted, is_own from erp.locations where location_id = any(%s)",
        [wanted],
    )
    by_key = {place.location_id: place for place in found}
    for location_id in wanted:
        if location_id not in by_key:
            raise NotFound("place", location_id)
    return by_key
