-- What goods delivered by a month's end and not invoiced then are worth.
create table erp.accruals (
    accrual_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    month date not null check (extract(day from month) = 1),
    entry_id bigint not null references erp.journal_entries,
    reversal_entry_id bigint not null references erp.journal_entries,
    net_amount numeric(18, 2) not null check (net_amount > 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    unique (company_id, month)
);
comment on table erp.accruals is 'One row per month end at which sales to be invoiced were accrued, in company currency.';
comment on column erp.accruals.reversal_entry_id is 'What undoes it on the first of the next month.';

create table erp.accrual_lines (
    accrual_line_id bigint generated always as identity primary key,
    accrual_id bigint not null references erp.accruals,
    order_id bigint not null references erp.sales_orders,
    customer_id bigint not null references erp.customers,
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_amount_base numeric(18, 2) not null check (tax_amount_base >= 0),
    unique (accrual_id, order_id)
);
comment on table erp.accrual_lines is 'One row per accrual and order that was delivered and not invoiced.';
comment on column erp.accrual_lines.net_amount is 'Ex VAT, in the currency of the order.';

create table erp.bank_balances (
    bank_balance_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    account_code text not null references erp.ledger_accounts check (account_code ~ '^51'),
    stated_on date not null,
    amount numeric(18, 2) not null,
    unique (company_id, account_code, stated_on)
);
comment on table erp.bank_balances is 'One row per account and day of which a bank stated the balance.';
comment on column erp.bank_balances.amount is 'What the bank says; below zero an overdraft.';

select erp.follow('erp.accruals');
select erp.follow('erp.accrual_lines');
select erp.follow('erp.bank_balances');
