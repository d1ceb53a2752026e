"""What the books say of an account: owed, overdue, ordered, invoiced last; for each company."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection
from operations.sync.links import account_of

# Amounts of several companies are of several currencies: a row for each.
REFRESH = """
    with owed as (
        select invoices.company_id, invoices.due_on, owed.amount_base
        from erp.invoices cross join lateral erp.owed(invoice_id) as owed
        where customer_id = %(customer)s
    ),
    receivables as (
        select company_id, sum(amount_base) as open_amount,
            coalesce(sum(amount_base) filter (where due_on < %(today)s), 0) as overdue_amount,
            min(due_on) filter (where amount_base > 0 and due_on < %(today)s) as oldest_due_on,
            min(due_on) filter (where amount_base > 0 and due_on >= %(today)s) as next_due_on
        from owed group by company_id
    ),
    order_book as (
        select company_id, round(sum(lines.net_amount_base
            * (lines.quantity - lines.cancelled_quantity - coalesce(invoiced.quantity, 0))
            / lines.quantity), 2) as amount
        from erp.sales_orders join erp.sales_order_lines as lines using (order_id)
        left join lateral (
            select sum(quantity) as quantity from erp.invoice_lines
            where invoice_lines.order_line_id = lines.order_line_id
        ) as invoiced on true
        where customer_id = %(customer)s and status in ('open', 'delivered')
        group by company_id
    ),
    last_invoice as (
        select distinct on (company_id) company_id, invoice_number, posted_on, gross_amount_base
        from erp.invoices where customer_id = %(customer)s
        order by company_id, posted_on desc, invoice_id desc
    )
    insert into crm.account_finances (account_id, customer_id, company_id, currency_code,
        open_amount, overdue_amount, oldest_due_on, next_due_on, order_book_amount,
        last_invoice_number, last_invoiced_on, last_invoice_amount, as_of_on)
    select %(account)s, %(customer)s, company_id, companies.currency_code,
        coalesce(open_amount, 0), coalesce(overdue_amount, 0), oldest_due_on, next_due_on,
        coalesce(order_book.amount, 0), invoice_number, posted_on, gross_amount_base, %(today)s
    from erp.companies
    left join receivables using (company_id)
    left join order_book using (company_id)
    left join last_invoice using (company_id)
    where receivables.company_id is not null or order_book.company_id is not null
        or exists (select from crm.account_finances as known
            where known.customer_id = %(customer)s and known.company_id = companies.company_id)
    on conflict (customer_id, company_id) do update set
        account_id = excluded.account_id, currency_code = excluded.currency_code,
        open_amount = excluded.open_amount, overdue_amount = excluded.overdue_amount,
        oldest_due_on = excluded.oldest_due_on, next_due_on = excluded.next_due_on,
        order_book_amount = excluded.order_book_amount,
        last_invoice_number = excluded.last_invoice_number,
        last_invoiced_on = excluded.last_invoiced_on,
        last_invoice_amount = excluded.last_invoice_amount, as_of_on = excluded.as_of_on"""


def refresh(connection: Connection, customer_id: int, *, today: dt.date) -> None:
    """Reckon what an account owes and has ordered; nothing while the customer has no account.

    One worker at a time does it for a customer: none writes an older answer over a newer one.
    """
    connection.execute(
        "select pg_advisory_xact_lock(hashtextextended('finances', %s))", [customer_id]
    )
    account_id = account_of(connection, customer_id)
    if account_id is not None:
        values = {"account": account_id, "customer": customer_id, "today": today}
        connection.execute(REFRESH, values)


def signal_due(connection: Connection, *, today: dt.date) -> int:
    """Let accounts be reckoned again of which more is overdue since; return how many.

    A day that passes changes no row, so no trigger sees it.
    """
    return connection.execute(
        "insert into sync.outbox (topic, aggregate_id, system)"
        " select distinct 'finances', customer_id, 'erp' from crm.account_finances as known"
        " where next_due_on < %(today)s and not exists (select from sync.outbox as waiting"
        "  where waiting.topic = 'finances' and waiting.aggregate_id = known.customer_id"
        "  and waiting.delivered_at is null and waiting.dead_at is null)",
        {"today": today},
    ).rowcount
