"""The company as an Odoo has it, of any version that we read, behind its own interface."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.connectors.servers.odoo import OdooServer
from tests.e2e.one_company.facts import DEALS, FIRMS, ORDERS, PARTIES, PRODUCTS
from tests.e2e.one_company.odoo_ledger import write_ledger
from tests.e2e.one_company.odoo_rows import CURRENCIES, ORDER_LINES, SELLERS, Rendered

COUNTRIES = {"FR": 75, "BE": 20, "TR": 224}
INDUSTRIES = {"Commerce": 1, "Bâtiment": 2}
STAGES = {"Proposition": 1, "Gagné": 2}


def odoo(version: str) -> OdooServer:
    """A server with the company, speaking as that version does."""
    made = Rendered(version)
    _lists(made)
    _parties(made)
    _catalogue(made)
    _orders(made)
    _deals(made)
    write_ledger(made)
    return made.server


def _lists(made: Rendered) -> None:
    for firm in FIRMS:
        values = {"name": firm.name, "currency_id": CURRENCIES[firm.currency]}
        made.server.write("res.company", firm.key, **values)
    for code, key in CURRENCIES.items():
        made.put("currencies", key, name=code)
    rates = [("2024-01-01", "0.8", 1, 2), ("2025-03-01", "0.95", 1, 2)]
    # What Sud SA believes of the euro: the group's own table goes before it.
    rates += [("2024-01-01", "0.7", 2, 1)]
    for key, (day, rate, firm_key, currency) in enumerate(rates, start=1):
        values = {"rate": Decimal(rate), "company_id": firm_key, "currency_id": currency}
        made.put("currency_rates", key, name=day, **values)
    for code, key in COUNTRIES.items():
        made.put("countries", key, name=code, code=code)
    for name, key in INDUSTRIES.items():
        made.put("industries", key, name=name)
    for name, key in SELLERS.items():
        made.put("users", key, name=name, login=name)
    made.put("sales_teams", 1, name="Équipe")
    for name, key in STAGES.items():
        made.put("lead_stages", key, name=name, is_won=name == "Gagné")


def _parties(made: Rendered) -> None:
    for party in PARTIES:
        registry = {"siret" if made.is_old else "company_registry": party.legal_id}
        made.put(
            "partners",
            party.key,
            name=party.name,
            is_company=True,
            commercial_partner_id=party.key,
            ref=party.number,
            customer_rank=1 if party.number == "C004" else 0,
            city=party.city,
            country_id=COUNTRIES.get(party.country or ""),
            industry_id=INDUSTRIES.get(party.segment or ""),
            create_date=at(party.created),
            active=party.is_served,
            **registry,
        )
    made.put("partners", 110, name="Comptabilité", parent_id=10, commercial_partner_id=10)


def _catalogue(made: Rendered) -> None:
    inverse = Decimal(1) / 12
    sizes = {1: Decimal(1), 2: inverse if made.is_old else Decimal(12)}
    for key, factor in sizes.items():
        made.put("units_of_measure", key, name=str(key), factor=factor, relative_factor=factor)
    names = sorted({(one.category, one.subcategory) for one in PRODUCTS}, key=str)
    root = "All / " if made.is_old else ""
    for key, (category, subcategory) in enumerate(names, start=1):
        name = root + " / ".join(filter(None, (category, subcategory)))
        made.put("product_categories", key, name=name, complete_name=name)
    for one in PRODUCTS:
        category = names.index((one.category, one.subcategory)) + 1
        price = Decimal(one.price)
        template = {"name": one.name, "categ_id": category, "uom_id": 1, "list_price": price}
        made.put("product_templates", one.key + 100, **template, active=one.is_sold)
        cost = Decimal(one.cost or 0)
        made.put(
            *("products", one.key),
            name=one.name,
            product_tmpl_id=one.key + 100,
            default_code=one.number or "P1",
            lst_price=price,
            active=one.is_sold,
        )
        # Of Sud SA the cost is another.
        row = made.server.models["product.product"].rows[one.key]
        row["standard_price"] = {1: cost, 2: cost * 2}


def _orders(made: Rendered) -> None:
    for order in ORDERS:
        values = {"name": order.number, "company_id": order.firm, "state": "sale"}
        values |= {"user_id": SELLERS[order.seller], "date_order": at(order.at), "currency_id": 1}
        made.put(
            "sale_orders",
            order.key,
            **values,
            currency_rate=Decimal(1 if order.firm == 1 else "1.25"),
        )
    for (order_key, product), (key, delivered, cost) in ORDER_LINES.items():
        made.put(
            *("sale_order_lines", key),
            order_id=order_key,
            product_id=product,
            product_uom_id=2 if product == 21 else 1,
            qty_delivered=Decimal(delivered),
            purchase_price=Decimal(cost) if cost else None,
            is_downpayment=product is None,
        )
    for key, usage in enumerate(("internal", "customer"), start=1):
        made.put("locations", key, name=usage, complete_name=usage, usage=usage)
    # 4 pumps left and were worth 41.00; one came back; of 7 hoses nothing is done yet.
    moves = [("done", 20, "4", "41.00", 301), ("done", 20, "1", "10.25", 301)]
    moves += [("assigned", 21, "7", "0", 302)]
    for key, (state, product, quantity, value, line) in enumerate(moves, start=1):
        values = {"state": state, "product_id": product, "product_uom": 1, "sale_line_id": line}
        values |= {"quantity": Decimal(quantity), "value": Decimal(value), "company_id": 1}
        values |= {"date": at("2025-02-03"), "reference": f"WH/{key}"}
        values |= {"location_id": 2 if key == 2 else 1, "location_dest_id": 1 if key == 2 else 2}
        made.put("stock_moves", key, **values, is_out=key == 1, is_in=key == 2)
    if made.is_old:
        layers = [(1, "-4", "-40.00"), (1, "0", "-1.00"), (2, "1", "10.25")]
        for key, (move, quantity, value) in enumerate(layers, start=1):
            values = {"quantity": Decimal(quantity), "value": Decimal(value), "company_id": 1}
            made.put("stock_valuation_layers", key, product_id=20, stock_move_id=move, **values)


def _deals(made: Rendered) -> None:
    for deal in DEALS:
        made.put(
            *("leads", deal.key),
            name=deal.name,
            type="opportunity",
            partner_id=deal.party,
            stage_id=STAGES[deal.stage],
            user_id=2,
            team_id=1,
            company_id=deal.firm,
            company_currency=deal.firm,
            expected_revenue=Decimal(deal.amount),
            probability=Decimal(deal.probability) * 100,
            create_date=at(deal.created),
            date_deadline=deal.expected,
            date_closed=at(deal.closed) if deal.closed else None,
            lost_reason_id=1 if deal.status == "lost" else None,
            active=deal.status in ("open", "won"),
        )
    made.put("leads", 49, name="Salon", type="lead", expected_revenue=Decimal(7), stage_id=1)


def at(text: str) -> dt.datetime:
    """A moment; of a day alone, its noon."""
    return dt.datetime.fromisoformat(text if " " in text else f"{text} 12:00:00")
