-- What the books say of an account, as the CRM shows it: brought there by the sync alone.
create table crm.account_finances (
    account_finances_id bigint generated always as identity primary key,
    account_id bigint not null references crm.accounts,
    customer_id bigint not null references erp.customers,
    company_id bigint not null references erp.companies,
    currency_code char(3) not null references erp.currencies,
    open_amount numeric(18, 2) not null,
    overdue_amount numeric(18, 2) not null,
    oldest_due_on date,
    next_due_on date,
    order_book_amount numeric(18, 2) not null,
    last_invoice_number text,
    last_invoiced_on date,
    last_invoice_amount numeric(18, 2),
    as_of_on date not null,
    unique (customer_id, company_id),
    constraint last_invoice_whole check (
        (last_invoice_number is null) = (last_invoiced_on is null)
        and (last_invoice_number is null) = (last_invoice_amount is null)
    )
);
create index on crm.account_finances (next_due_on) where next_due_on is not null;
