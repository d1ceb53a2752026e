create table erp.exchange_revaluations (
    exchange_revaluation_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    month date not null check (extract(day from month) = 1),
    entry_id bigint not null references erp.journal_entries,
    reversal_entry_id bigint not null references erp.journal_entries,
    gain_amount numeric(18, 2) not null check (gain_amount >= 0),
    loss_amount numeric(18, 2) not null check (loss_amount >= 0),
    provision_amount numeric(18, 2) not null,
    unique (company_id, month),
    constraint provision_is_of_the_loss check (provision_amount in (0, loss_amount))
);
comment on table erp.exchange_revaluations is 'One row per month end at which open items in foreign currency were valued anew.';
comment on column erp.exchange_revaluations.reversal_entry_id is 'What undoes it on the first of the next month.';
comment on column erp.exchange_revaluations.gain_amount is 'On 477: what would be gained at the rate of that day.';
comment on column erp.exchange_revaluations.loss_amount is 'On 476: what would be lost.';

create table erp.exchange_revaluation_lines (
    exchange_revaluation_line_id bigint generated always as identity primary key,
    exchange_revaluation_id bigint not null references erp.exchange_revaluations,
    account_code text not null references erp.ledger_accounts,
    customer_id bigint references erp.customers,
    supplier_id bigint references erp.suppliers,
    currency_code char(3) not null references erp.currencies,
    document_amount numeric(18, 2) not null,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    booked_amount numeric(18, 2) not null,
    valued_amount numeric(18, 2) not null,
    unique nulls not distinct (
        exchange_revaluation_id, account_code, customer_id, supplier_id, currency_code
    ),
    constraint one_party check (customer_id is null or supplier_id is null)
);
comment on table erp.exchange_revaluation_lines is 'One row per revaluation, account, party and currency.';
comment on column erp.exchange_revaluation_lines.booked_amount is 'Debit less credit as posted, company currency.';
comment on column erp.exchange_revaluation_lines.valued_amount is 'The same at the rate of the month''s last day.';

select erp.follow('erp.exchange_revaluations');
select erp.follow('erp.exchange_revaluation_lines');
