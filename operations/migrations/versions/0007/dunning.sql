create table erp.disputes (
    dispute_id bigint generated always as identity primary key,
    invoice_id bigint not null references erp.invoices,
    opened_on date not null,
    reason text not null check (reason <> ''),
    settled_on date check (settled_on >= opened_on),
    outcome text,
    constraint settled_somehow check ((settled_on is null) = (outcome is null))
);
create unique index one_dispute_at_a_time on erp.disputes (invoice_id) where settled_on is null;

create table erp.dunning_levels (
    dunning_level_id bigint generated always as identity primary key,
    level integer not null unique check (level > 0),
    days_late integer not null unique check (days_late > 0),
    title text not null check (title <> '')
);
insert into erp.dunning_levels (level, days_late, title) values
    (1, 8, 'Rappel'),
    (2, 23, 'Relance'),
    (3, 45, 'Mise en demeure');

-- One letter to a customer, about all that it asks for.
create table erp.reminders (
    reminder_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    reminder_number text not null unique,
    customer_id bigint not null references erp.customers,
    reminded_on date not null,
    level integer not null check (level > 0)
);

create table erp.reminder_lines (
    reminder_line_id bigint generated always as identity primary key,
    reminder_id bigint not null references erp.reminders,
    invoice_id bigint not null references erp.invoices,
    level integer not null check (level > 0),
    days_late integer not null check (days_late > 0),
    owed_amount numeric(18, 2) not null check (owed_amount > 0),
    currency_code char(3) not null references erp.currencies,
    constraint no_level_twice unique (invoice_id, level)
);
