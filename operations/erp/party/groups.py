"""Sites below firms below groups: who stands above a customer, and who belongs together."""

from __future__ import annotations

from operations.database.connection import Connection
from operations.erp.party.errors import AboveItself
from operations.errors import NotFound

_ABOVE = """
    with recursive above as (
        select customer_id, customer_number, parent_customer_id, 0 as steps
        from erp.customers where customer_id = %s
        union all
        select customers.customer_id, customers.customer_number, customers.parent_customer_id,
            above.steps + 1
        from above join erp.customers on customers.customer_id = above.parent_customer_id
    ) cycle customer_id set is_circle using path
    select customer_id, customer_number from above where not is_circle order by steps
"""


def above(connection: Connection, customer_id: int) -> list[int]:
    """The customer, its firm, its group: keys from the bottom up. Raises NotFound."""
    return [key for key, _ in _above(connection, customer_id)]


def group_of(connection: Connection, customer_id: int) -> list[int]:
    """Everyone under the same top as a customer, by key, itself with them. Raises NotFound."""
    top = above(connection, customer_id)[-1]
    rows = connection.execute(
        "with recursive members as ("
        " select customer_id from erp.customers where customer_id = %s"
        " union"
        " select customers.customer_id from members"
        " join erp.customers on customers.parent_customer_id = members.customer_id)"
        " select customer_id from members order by customer_id",
        [top],
    ).fetchall()
    return [row[0] for row in rows]


def require_above(connection: Connection, *, parent_id: int, customer_id: int | None) -> None:
    """Refuse a parent that is not in the books, or that stands below the customer.

    Two who bring half of a circle each are stopped by the database. Raises NotFound, AboveItself.
    """
    line = _above(connection, parent_id)
    number = dict(line).get(customer_id) if customer_id is not None else None
    if number is not None:
        raise AboveItself(number, line[0][1])


def _above(connection: Connection, customer_id: int) -> list[tuple[int, str]]:
    rows = connection.execute(_ABOVE, [customer_id]).fetchall()
    if not rows:
        raise NotFound("customer", customer_id)
    return [(key, number) for key, number in rows]
