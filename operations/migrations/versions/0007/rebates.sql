-- A share of what a customer bought in a span of time, given back at its end.
create table erp.rebates (
    rebate_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    rebate_number text not null unique,
    customer_id bigint not null references erp.customers,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    posted_on date not null check (posted_on >= ends_on),
    rebate_rate numeric(9, 6) not null check (rebate_rate > 0 and rebate_rate <= 1),
    basis_amount numeric(18, 2) not null check (basis_amount > 0),
    net_amount numeric(18, 2) not null check (net_amount between 0 and basis_amount),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null check (gross_amount > 0),
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount),
    constraint one_rebate_a_day exclude using gist (
        int8range(company_id, company_id, '[]') with &&,
        int8range(customer_id, customer_id, '[]') with &&,
        daterange(starts_on, ends_on, '[]') with &&
    )
);

create table erp.rebate_allocations (
    rebate_allocation_id bigint generated always as identity primary key,
    rebate_id bigint not null references erp.rebates,
    invoice_id bigint not null references erp.invoices,
    applied_on date not null,
    amount numeric(18, 2) not null check (amount > 0),
    entry_id bigint references erp.journal_entries
);

alter table erp.refunds
    add column rebate_id bigint references erp.rebates,
    drop constraint of_cash_or_of_a_credit,
    add constraint of_cash_or_of_a_credit
        check (num_nonnulls(payment_id, invoice_id, rebate_id) = 1);
