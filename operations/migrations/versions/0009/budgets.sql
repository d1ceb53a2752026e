create table erp.budgets (
    budget_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    version text not null check (version in ('initial', 'revised')),
    account_code text not null references erp.ledger_accounts check (account_code ~ '^[67]'),
    cost_centre_id bigint references erp.cost_centres,
    month date not null check (extract(day from month) = 1),
    amount numeric(18, 2) not null,
    unique nulls not distinct (company_id, version, account_code, cost_centre_id, month)
);
comment on table erp.budgets is 'One row per company, version, account, cost centre and month that is planned.';
comment on column erp.budgets.version is 'initial: as voted; revised: as planned anew, where it was.';
comment on column erp.budgets.month is 'First day of the month.';
comment on column erp.budgets.amount is 'Charges on classes 6, income on 7: both above zero; company currency.';

select erp.follow('erp.budgets');
create index on erp.budgets (month);
