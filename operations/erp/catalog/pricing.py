"""Which price a customer gets: the best rule, and nothing else.

1. The price is that of the nearest list that prices the product: the customer's own, its firm's,
   its group's; then the general lists, of which the cheapest; then the catalogue's list price.
   On a list it is the price of the greatest minimum quantity that is reached. Lists and prices
   count when they hold on the day and are in the currency.
2. The discount is one, never a sum: that of the nearest customer (itself, its firm, its group,
   then all) and of these that on the nearest family of the product (its own, those above, then
   all). Nothing comes off a list of net prices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.catalog.errors import NoPrice
from operations.erp.catalog.products import products
from operations.erp.party.customers import customer


@dataclass(frozen=True)
class Price:
    """What a unit costs ex VAT, less ``discount_rate``; ``price_list`` is None off the lists."""

    unit_price: Decimal
    discount_rate: Decimal
    price_list: str | None


def price_for(
    connection: Connection,
    *,
    customer_id: int,
    product_id: int,
    quantity: Decimal,
    on: dt.date,
    currency_code: str = "EUR",
) -> Price:
    """What a customer pays for a unit of a product when he takes a quantity, in its own unit.

    Raises NoPrice, NotFound.
    """
    (price,) = prices_for(
        connection,
        customer_id=customer_id,
        wanted=[(product_id, quantity)],
        on=on,
        currency_code=currency_code,
    )
    return price


def prices_for(
    connection: Connection,
    *,
    customer_id: int,
    wanted: Sequence[tuple[int, Decimal]],
    on: dt.date,
    currency_code: str = "EUR",
) -> list[Price]:
    """``price_for`` for all lines of a document, each a product and a quantity, in their order."""
    found = every(
        connection,
        _Found,
        _PRICES,
        {
            "customer": customer_id,
            "products": [product_id for product_id, _ in wanted],
            "quantities": [quantity for _, quantity in wanted],
            "day": on,
            "currency": currency_code,
        },
    )
    if len(found) < len(wanted):  # the customer or a product is not in the books
        customer(connection, customer_id)
        products(connection, [product_id for product_id, _ in wanted])
    prices = []
    for line in found:
        if line.unit_price is None:
            raise NoPrice(line.product_number, currency_code, on)
        prices.append(Price(line.unit_price, line.discount_rate, line.price_list))
    return prices


@dataclass(frozen=True)
class _Found:
    product_number: str
    unit_price: Decimal | None
    discount_rate: Decimal
    price_list: str | None


_PRICES = """
    with recursive buyers as (
        select customer_id, parent_customer_id, price_list_id, 0 as steps
        from erp.customers where customer_id = %(customer)s
        union all
        select above.customer_id, above.parent_customer_id, above.price_list_id, steps + 1
        from buyers join erp.customers as above on above.customer_id = buyers.parent_customer_id
    ),
    wanted as (
        select place, quantity, products.*
        from unnest(%(products)s::bigint[], %(quantities)s::numeric[])
            with ordinality as asked (product_id, quantity, place)
        join erp.products using (product_id)
        where exists (select from buyers)
    ),
    lines_of_families as (
        select place, family_id, 0 as steps from wanted where family_id is not null
        union all
        select place, above.parent_family_id, steps + 1
        from lines_of_families join erp.item_families as above using (family_id)
        where above.parent_family_id is not null
    )
    select product_number,
        coalesce(listed.unit_price,
            case when wanted.currency_code = %(currency)s then list_price end) as unit_price,
        case when coalesce(listed.is_net, false) then 0 else coalesce((
            select discount_rate
            from erp.discounts
            left join buyers using (customer_id)
            left join lines_of_families as families
                on families.family_id = discounts.family_id and families.place = wanted.place
            where valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)
                and (discounts.customer_id is null
                    or discounts.customer_id = any(array(select customer_id from buyers)))
                and (discounts.family_id is null or families.family_id is not null)
            order by buyers.steps nulls last, families.steps nulls last
            limit 1
        ), 0) end as discount_rate,
        listed.price_list_code as price_list
    from wanted
    left join lateral (
        select unit_price, is_net, price_list_code from (
            select distinct on (price_list_id) unit_price, is_net, price_list_code, steps
            from erp.price_list_lines as prices
            join erp.price_lists as lists using (price_list_id)
            left join buyers using (price_list_id)
            where prices.product_id = wanted.product_id and minimum_quantity <= wanted.quantity
                and prices.valid_from <= %(day)s
                and (prices.valid_to is null or prices.valid_to >= %(day)s)
                and lists.valid_from <= %(day)s
                and (lists.valid_to is null or lists.valid_to >= %(day)s)
                and lists.currency_code = %(currency)s and (steps is not null or is_general)
            order by price_list_id, steps, minimum_quantity desc
        ) as best_of_each_list
        order by steps nulls last, unit_price, price_list_code limit 1
    ) as listed on true
    order by place
"""
