alter table erp.payments
    add column exchange_rate numeric(18, 8) not null default 1 check (exchange_rate > 0),
    add column amount_base numeric(18, 2) check (amount_base >= 0);
update erp.payments set amount_base = amount;
alter table erp.payments alter column amount_base set not null;

-- Cash may be applied to an invoice on several days.
alter table erp.payment_allocations
    drop constraint payment_allocations_payment_id_invoice_id_key,
    add column applied_on date,
    add column amount_base numeric(18, 2) check (amount_base >= 0),
    add column exchange_difference_amount numeric(18, 2) not null default 0,
    add column tax_due_amount numeric(18, 2) not null default 0 check (tax_due_amount >= 0),
    add column entry_id bigint references erp.journal_entries;
update erp.payment_allocations as allocations
set applied_on = paid_on, amount_base = allocations.amount
from erp.payments where payments.payment_id = allocations.payment_id;
alter table erp.payment_allocations
    alter column applied_on set not null,
    alter column amount_base set not null;
create index on erp.payment_allocations (payment_id);
create index on erp.payment_allocations (entry_id);

create table erp.refunds (
    refund_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    refund_number text not null unique,
    customer_id bigint not null references erp.customers,
    payment_id bigint references erp.payments,
    invoice_id bigint references erp.invoices,
    refunded_on date not null,
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    amount numeric(18, 2) not null check (amount > 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    exchange_difference_amount numeric(18, 2) not null default 0,
    constraint of_cash_or_of_a_credit check (num_nonnulls(payment_id, invoice_id) = 1)
);

create table erp.write_offs (
    write_off_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    customer_id bigint not null references erp.customers,
    invoice_id bigint references erp.invoices,
    payment_id bigint references erp.payments,
    written_off_on date not null,
    reason text not null check (reason in ('small_difference', 'bad_debt')),
    currency_code char(3) not null references erp.currencies,
    amount numeric(18, 2) not null check (amount > 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    tax_amount_base numeric(18, 2) not null default 0,
    entry_id bigint references erp.journal_entries,
    constraint tax_is_in_the_amount check (tax_amount_base between 0 and amount_base),
    constraint of_a_debt_or_of_cash check (num_nonnulls(payment_id, invoice_id) = 1),
    constraint cash_is_no_debt check (payment_id is null or reason = 'small_difference'),
    constraint small_differences_keep_their_tax
        check (reason = 'bad_debt' or tax_amount_base = 0)
);
