"""A year of prices: a general list, a dearer one, an action, a group's agreement, a made kit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trade import Trade

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.pricing import Price
from operations.erp.catalog.structure import Component, Operation
from operations.erp.party import commands as party
from operations.erp.party.suppliers import register_supplier

MARCH, JUNE, JULY, OCTOBER = (dt.date(2024, month, 1) for month in (3, 6, 7, 10))


def _set(trade: Trade, price_list: int, product: int, price: str, since: dt.date) -> None:
    catalog.set_price(
        trade.connection,
        price_list_id=price_list,
        product_id=product,
        unit_price=Decimal(price),
        valid_from=since,
    )


def _asked(trade: Trade, customer: int, product: int, on: dt.date) -> Price:
    return catalog.price_for(
        trade.connection, customer_id=customer, product_id=product, quantity=Decimal(1), on=on
    )


def test_what_a_group_its_site_and_a_stranger_pay_over_a_year(trade: Trade) -> None:
    connection = trade.connection
    pumps = catalog.open_family(connection, family_code="PUMPS", name="Pompes")
    catalog.change_product(connection, product_id=trade.pump, family_id=pumps)
    group = trade.register("Groupe du Bâtiment")
    site = trade.register("Chantier de Lyon")
    party.change_customer(connection, customer_id=site, parent_customer_id=group)

    # The general list of March, dearer from July; 5 % off pumps for the group.
    general = catalog.open_price_list(
        connection, price_list_code="TARIF", name="Tarif", valid_from=MARCH, is_general=True
    )
    _set(trade, general, trade.pump, "100", MARCH)
    _set(trade, general, trade.pump, "104", JULY)
    catalog.grant_discount(
        connection,
        customer_id=group,
        family_id=pumps,
        discount_rate=Decimal("0.05"),
        valid_from=MARCH,
    )
    assert _asked(trade, trade.customer, trade.pump, MARCH) == Price(
        Decimal(100), Decimal(0), "TARIF"
    )
    assert _asked(trade, site, trade.pump, JULY) == Price(Decimal(104), Decimal("0.05"), "TARIF")

    # The action of June is net: cheaper for the stranger, and no 5 % comes off for the site.
    action = catalog.open_price_list(
        connection,
        price_list_code="JUIN",
        name="Action de juin",
        valid_from=JUNE,
        valid_to=dt.date(2024, 6, 30),
        is_general=True,
        is_net=True,
    )
    _set(trade, action, trade.pump, "92", JUNE)
    for buyer in (trade.customer, site):
        assert _asked(trade, buyer, trade.pump, JUNE) == Price(Decimal(92), Decimal(0), "JUIN")

    # From October the group has a list of its own: it holds for its site, with the 5 % off.
    agreed = catalog.open_price_list(
        connection, price_list_code="GROUPE", name="Accord", valid_from=OCTOBER
    )
    _set(trade, agreed, trade.pump, "98", OCTOBER)
    party.change_customer(connection, customer_id=group, price_list_id=agreed)
    assert _asked(trade, site, trade.pump, OCTOBER) == Price(Decimal(98), Decimal("0.05"), "GROUPE")
    assert _asked(trade, site, trade.pump, JULY).price_list == "TARIF"
    assert _asked(trade, trade.customer, trade.pump, OCTOBER).unit_price == 104


def test_a_kit_costs_what_its_parts_and_its_assembly_cost(trade: Trade) -> None:
    connection = trade.connection

    # Hoses come from the supplier in rolls of 25 m at 110; a kit takes 2.5 m, 4 % are cut off.
    supplier = register_supplier(connection, name="Caoutchouc", country_code="FR", created_on=MARCH)
    hose = catalog.register_product(
        connection, name="Hose", category="Hoses", list_price=Decimal(9), unit_code="M"
    )
    catalog.add_unit(connection, unit_code="ROL", name="Rouleau")
    catalog.set_conversion(
        connection, from_unit="ROL", to_unit="M", numerator=Decimal(25), product_id=hose
    )
    catalog.set_purchase_price(
        connection,
        supplier_id=supplier,
        product_id=hose,
        unit_code="ROL",
        unit_price=Decimal(110),
        lead_time_days=8,
        valid_from=MARCH,
    )
    (offer,) = catalog.purchase_offers(connection, product_id=hose, quantity=Decimal(1), on=MARCH)
    metres = catalog.convert(
        connection,
        quantity=Decimal(1),
        from_unit=offer.unit_code,
        to_unit="M",
        product_id=hose,
    )
    catalog.set_cost(
        connection, product_id=hose, unit_cost=offer.unit_price / metres, valid_from=MARCH
    )

    kit = catalog.register_product(connection, name="Kit", category="Kits", list_price=Decimal(180))
    bench = catalog.open_work_centre(
        connection, work_centre_code="MONTAGE", name="Montage", hourly_cost=Decimal(42)
    )
    catalog.set_bill_of_materials(
        connection,
        product_id=kit,
        components=[
            Component(trade.pump, Decimal(1)),
            Component(hose, Decimal("2.4"), scrap_rate=Decimal("0.04")),
        ],
        valid_from=MARCH,
    )
    catalog.set_routing(
        connection,
        product_id=kit,
        operations=[Operation(bench, "Monter", Decimal("0.25"), setup_hours=Decimal(1))],
        lot_quantity=Decimal(20),
        valid_from=MARCH,
    )

    # One pump at 60, 2.5 m at 4.40; a quarter of an hour and 1/20 of the setup at 42.
    cost = catalog.adopt_rolled_up_cost(connection, product_id=kit, valid_from=MARCH)
    assert (cost.material_cost, cost.work_cost) == (71, Decimal("12.60"))
    # The hose gets dearer in July: what the kit cost before stands.
    catalog.set_cost(connection, product_id=hose, unit_cost=Decimal(5), valid_from=JULY)
    catalog.adopt_rolled_up_cost(connection, product_id=kit, valid_from=JULY)
    found = [catalog.cost_in_force(connection, kit, day) for day in (JUNE, JULY)]
    assert found == [Decimal("83.60"), Decimal("85.10")]
