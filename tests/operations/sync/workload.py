"""Something of everything for the sync to do, and what must have come of it in the end."""

from __future__ import annotations

from decimal import Decimal

from two_sides import DAY, OTHER_SIREN, SIREN, TODAY, TwoSides

from operations.crm.opportunities import commands as opportunities
from operations.database.connection import Connection
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.sync.commands import note_acceptance

# What both systems know in the end, by names: keys and numbers differ where work was done again.
OUTCOME = {
    "firms": "select accounts.name, accounts.legal_id, accounts.country_code, accounts.city,"
    " customers.name, customers.legal_id, customers.country_code, customers.city, agreed"
    " from crm.accounts left join erp.customers using (customer_id)"
    " left join sync.links on links.account_id = accounts.account_id"
    "  and links.customer_id = accounts.customer_id",
    "customers": "select name, count(*) from erp.customers group by name",
    "orders": "select quotes.quote_number, quotes.status, acceptances.order_id = orders.order_id,"
    " sum(net_amount), count(distinct orders.order_id) from erp.quotes"
    " left join crm.quote_acceptances as acceptances using (quote_id)"
    " left join erp.sales_orders as orders using (quote_id)"
    " left join erp.sales_order_lines as lines on lines.order_id = orders.order_id"
    " group by 1, 2, 3",
    "finances": "select accounts.name, customers.name, company_id, open_amount, overdue_amount,"
    " order_book_amount, last_invoice_number, as_of_on from crm.account_finances"
    " join crm.accounts using (account_id)"
    " join erp.customers on customers.customer_id = account_finances.customer_id",
    "offers": "select name, company_id, unit_price, available_quantity from crm.product_offers",
    "conflicts": "select accounts.name, field, agreed_value, crm_value, erp_value, reason, kept,"
    " resolved_by from sync.conflicts join sync.links using (link_id)"
    " join crm.accounts using (account_id)",
    "numbers": "select kind, last_number from erp.sequences",
    "unhandled": "select topic, aggregate_id, last_error from sync.outbox"
    " where delivered_at is null",
}


def outcome(connection: Connection) -> dict[str, list[str]]:
    """All that the sync is to bring about, in an order of its own."""
    return {
        what: sorted(map(repr, connection.execute(query.encode()).fetchall()))
        for what, query in OUTCOME.items()
    }


def prepare(sides: TwoSides, firms: int) -> None:
    """Changes on both sides, of which nobody has told the other one yet."""
    linked = [sides.linked(f"Linked {number}", city="Lyon") for number in range(firms)]
    for number, (account_id, customer_id) in enumerate(linked):
        sides.in_crm(account_id, city=f"City {number}", legal_id="552100555")  # no such number
        if number % 2 == 0:
            sides.in_erp(customer_id, city=f"Town {number}", name=f"Books {number}")
            sides.in_crm(account_id, name=f"Sales {number}")
    for number in range(firms):
        sides.customer(f"Customer {number}", city="Paris")
        account_id = sides.account(f"Account {number}", city="Nantes")
        deal = opportunities.open_opportunity(
            sides.connection,
            account_id=account_id,
            name="Pumps",
            created_on=DAY,
            amount=Decimal(100),
        )
        opportunities.win(sides.connection, opportunity_id=deal, on=TODAY)
        quote_id = sales.quote(
            sides.connection,
            customer_id=linked[number][1],
            quoted_on=DAY,
            valid_until=TODAY,
            lines=[Line(sides.trade.pump, Decimal(number + 1), Decimal(100))],
        )
        note_acceptance(sides.connection, quote_id=quote_id, accepted_on=TODAY)
    sides.account("Same firm", legal_id=SIREN)
    sides.customer("Same firm SA", legal_id=SIREN)
    sides.customer("Another", legal_id=OTHER_SIREN)
    sides.trade.invoiced()
