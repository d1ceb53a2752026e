-- How often a company declares its VAT.
alter table erp.companies
    add column tax_period_months smallint not null default 1 check (tax_period_months in (1, 3, 12));
comment on column erp.companies.tax_period_months is 'Months of a VAT return: 1, 3 or 12.';

create table erp.tax_returns (
    tax_return_id bigint generated always as identity primary key,
    tax_return_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    starts_on date not null,
    ends_on date not null,
    filed_on date not null,
    due_amount numeric(18, 2) not null,
    deductible_amount numeric(18, 2) not null,
    credit_brought_amount numeric(18, 2) not null check (credit_brought_amount >= 0),
    payable_amount numeric(18, 2) not null check (payable_amount >= 0),
    credit_amount numeric(18, 2) not null check (credit_amount >= 0),
    entry_id bigint references erp.journal_entries,
    paid_on date check (paid_on >= filed_on),
    payment_entry_id bigint references erp.journal_entries,
    constraint whole_months check (
        extract(day from starts_on) = 1 and extract(day from ends_on + 1) = 1
        and ends_on > starts_on
    ),
    constraint filed_after_its_end check (filed_on > ends_on),
    constraint payable_or_credit check (payable_amount = 0 or credit_amount = 0),
    constraint payable_is_due_less_deductible check (
        payable_amount - credit_amount = due_amount - deductible_amount - credit_brought_amount
    ),
    constraint paid_by_an_entry check ((paid_on is null) = (payment_entry_id is null)),
    constraint one_return_a_day exclude using gist (
        int8range(company_id, company_id, '[]') with &&,
        daterange(starts_on, ends_on, '[]') with &&
    )
);
comment on table erp.tax_returns is 'One row per VAT return that was filed: its sums, its entry and its payment.';
comment on column erp.tax_returns.due_amount is 'VAT collected, and owed under reverse charge.';
comment on column erp.tax_returns.credit_brought_amount is 'Credit of earlier returns that this one uses.';
comment on column erp.tax_returns.credit_amount is 'What the state owes: carried to the next return.';
comment on column erp.tax_returns.entry_id is 'Entry that settles the VAT accounts; null for a return of nothing.';

create table erp.tax_return_lines (
    tax_return_line_id bigint generated always as identity primary key,
    tax_return_id bigint not null references erp.tax_returns,
    tax_code text references erp.tax_codes,
    base_amount numeric(18, 2) not null,
    due_amount numeric(18, 2) not null,
    deductible_amount numeric(18, 2) not null,
    asset_amount numeric(18, 2) not null,
    unique nulls not distinct (tax_return_id, tax_code)
);
comment on table erp.tax_return_lines is 'One row per code of a VAT return; without a code what was posted without one.';
comment on column erp.tax_return_lines.base_amount is 'Sales or purchases ex VAT.';
comment on column erp.tax_return_lines.asset_amount is 'VAT deducted on fixed assets; not in deductible_amount.';

select erp.follow('erp.tax_returns');
select erp.follow('erp.tax_return_lines');
