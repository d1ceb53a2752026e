"""What a seller can offer: the price of each product, and how much of it is free to be sold."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection

# The price that anybody gets for one unit, as erp/catalog/pricing.py has it for who has no list.
REFRESH = """
    with listed as (
        select prices.unit_price, lists.price_list_code, lists.currency_code,
            greatest(prices.valid_from, lists.valid_from) as begins_on,
            least(prices.valid_to, lists.valid_to) + 1 as ends_on
        from erp.price_list_lines as prices join erp.price_lists as lists using (price_list_id)
        join erp.products using (product_id)
        where product_id = %(product)s and is_general and minimum_quantity <= 1
            and lists.currency_code = products.currency_code
            -- of one list, the price of the greatest minimum that one unit reaches
            and not exists (
                select from erp.price_list_lines as nearer
                where nearer.price_list_id = prices.price_list_id
                    and nearer.product_id = prices.product_id
                    and nearer.minimum_quantity <= 1
                    and nearer.minimum_quantity > prices.minimum_quantity
                    and nearer.valid_from <= %(today)s
                    and (nearer.valid_to is null or nearer.valid_to >= %(today)s)
            )
    ),
    price as (
        select unit_price, price_list_code from listed
        where begins_on <= %(today)s and (ends_on is null or ends_on > %(today)s)
        order by unit_price, price_list_code limit 1
    ),
    boundary as (
        select min(day) as next_price_on from (
            select valid_from as day from erp.price_list_lines where product_id = %(product)s
            union all
            select valid_to + 1 from erp.price_list_lines where product_id = %(product)s
            union all
            select lists.valid_from from erp.price_lists as lists
            join erp.price_list_lines using (price_list_id) where product_id = %(product)s
            union all
            select lists.valid_to + 1 from erp.price_lists as lists
            join erp.price_list_lines using (price_list_id) where product_id = %(product)s
        ) as days where day > %(today)s
    ),
    stock as (
        select locations.company_id, sum(quantity) as quantity from (
            select location_id, quantity from erp.stock_quantities
            where product_id = %(product)s
            union all
            select location_id, -quantity from erp.stock_reservations
            where product_id = %(product)s and quantity > 0
        ) as kept join erp.locations using (location_id)
        where locations.kind = 'internal' group by locations.company_id
    )
    insert into crm.product_offers (product_id, company_id, product_number, name, unit_code,
        is_active, unit_price, currency_code, price_list_code, available_quantity, next_price_on,
        as_of_on)
    select product_id, companies.company_id, product_number, products.name, unit_code, is_active,
        coalesce(unit_price, list_price), products.currency_code, price_list_code,
        case when kind <> 'service' then coalesce(stock.quantity, 0) end, next_price_on, %(today)s
    from erp.products cross join erp.companies cross join boundary
    left join price on true
    left join stock on stock.company_id = companies.company_id
    where product_id = %(product)s
    on conflict (product_id, company_id) do update set
        product_number = excluded.product_number, name = excluded.name,
        unit_code = excluded.unit_code, is_active = excluded.is_active,
        unit_price = excluded.unit_price, currency_code = excluded.currency_code,
        price_list_code = excluded.price_list_code,
        available_quantity = excluded.available_quantity,
        next_price_on = excluded.next_price_on, as_of_on = excluded.as_of_on"""


def refresh(connection: Connection, product_id: int, *, today: dt.date) -> None:
    """Bring price and free quantity of a product to the CRM.

    One worker at a time does it for a product: none writes an older answer over a newer one.
    """
    connection.execute("select pg_advisory_xact_lock(hashtextextended('offer', %s))", [product_id])
    connection.execute(REFRESH, {"product": product_id, "today": today})


def signal_due(connection: Connection, *, today: dt.date) -> int:
    """Let prices be looked up again that have begun or ended since; return of how many products.

    A day that passes changes no row, so no trigger sees it.
    """
    return connection.execute(
        "insert into sync.outbox (topic, aggregate_id, system)"
        " select distinct 'offer', product_id, 'erp' from crm.product_offers as known"
        " where next_price_on <= %(today)s and not exists (select from sync.outbox as waiting"
        "  where waiting.topic = 'offer' and waiting.aggregate_id = known.product_id"
        "  and waiting.delivered_at is null and waiting.dead_at is null)",
        {"today": today},
    ).rowcount
