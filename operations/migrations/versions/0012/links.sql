-- Which account is which customer, one to one, and the values on which both agreed last: what
-- differs from them has been changed since.
create table sync.links (
    link_id bigint generated always as identity primary key,
    customer_id bigint not null unique references erp.customers,
    account_id bigint not null unique references crm.accounts,
    agreed jsonb not null default '{}',
    agreed_at timestamptz not null default clock_timestamp()
);

create table sync.field_rules (
    field text primary key,
    winner text not null check (winner in ('erp', 'crm', 'recent', 'person')),
    reason text not null check (reason <> '')
);
insert into sync.field_rules (field, winner, reason) values
    ('name', 'person', 'It stands on invoices, and sellers know of a new one first.'),
    ('legal_id', 'erp', 'Accounting checks it against the register.'),
    ('country_code', 'erp', 'VAT depends on it.'),
    ('city', 'recent', 'Who heard of the move last knows.'),
    ('seller', 'crm', 'Sales leads decide who looks after a firm.');

-- A field that was changed on both sides, or that the other side refuses.
create table sync.conflicts (
    conflict_id bigint generated always as identity primary key,
    link_id bigint not null references sync.links,
    field text not null references sync.field_rules,
    agreed_value text,
    crm_value text,
    erp_value text,
    reason text not null check (reason <> ''),
    found_at timestamptz not null default clock_timestamp(),
    kept text check (kept in ('erp', 'crm', 'same')),
    resolved_by text check (resolved_by <> ''),
    resolved_at timestamptz,
    constraint resolved_by_somebody check (
        (kept is null) = (resolved_by is null) and (kept is null) = (resolved_at is null)
    )
);
create unique index one_conflict_a_field on sync.conflicts (link_id, field)
    where resolved_at is null;

-- A quote that its customer accepted, as the seller notes it; the ERP makes one order of it.
create table crm.quote_acceptances (
    quote_acceptance_id bigint generated always as identity primary key,
    quote_id bigint not null unique references erp.quotes,
    accepted_on date not null,
    promised_on date check (promised_on >= accepted_on),
    seller_id bigint references erp.employees,
    order_id bigint unique references erp.sales_orders
);
