-- What was written before is in company currency: a rate of one.
alter table erp.invoices
    add column kind text not null default 'sale' check (kind in ('sale', 'down_payment')),
    add column exchange_rate numeric(18, 8) not null default 1 check (exchange_rate > 0),
    add column freight_amount numeric(18, 2) not null default 0,
    add column freight_amount_base numeric(18, 2) not null default 0,
    add column net_amount_base numeric(18, 2) check (net_amount_base >= 0),
    add column tax_amount_base numeric(18, 2) check (tax_amount_base >= 0),
    add column gross_amount_base numeric(18, 2),
    add column tax_rate numeric(9, 6) check (tax_rate between 0 and 1),
    add column tax_code text,
    add constraint gross_base_is_net_and_tax
        check (gross_amount_base = net_amount_base + tax_amount_base),
    add constraint freight_is_in_the_net check (
        freight_amount between 0 and net_amount
        and freight_amount_base between 0 and net_amount_base
    );
update erp.invoices set net_amount_base = net_amount, tax_amount_base = tax_amount,
    gross_amount_base = gross_amount;
alter table erp.invoices
    alter column net_amount_base set not null,
    alter column tax_amount_base set not null,
    alter column gross_amount_base set not null;
create index on erp.invoices (order_id) where kind = 'down_payment';

-- Codes of VAT come with a later version: no reference to them.
alter table erp.invoice_lines
    add column tax_code text,
    add column net_amount_base numeric(18, 2) check (net_amount_base >= 0),
    add column commission_rate numeric(9, 6) not null default 0
        check (commission_rate between 0 and 1);
update erp.invoice_lines set net_amount_base = net_amount;
alter table erp.invoice_lines alter column net_amount_base set not null;

alter table erp.credit_notes
    add column exchange_rate numeric(18, 8) not null default 1 check (exchange_rate > 0),
    add column freight_amount numeric(18, 2) not null default 0,
    add column freight_amount_base numeric(18, 2) not null default 0,
    add column net_amount_base numeric(18, 2) check (net_amount_base >= 0),
    add column tax_amount_base numeric(18, 2) check (tax_amount_base >= 0),
    add column gross_amount_base numeric(18, 2),
    drop constraint credit_notes_reason_check,
    add constraint credit_notes_reason_check
        check (reason in ('return', 'price', 'down_payment')),
    add constraint gross_base_is_net_and_tax
        check (gross_amount_base = net_amount_base + tax_amount_base),
    add constraint freight_is_in_the_net check (
        freight_amount between 0 and net_amount
        and freight_amount_base between 0 and net_amount_base
    );
update erp.credit_notes set net_amount_base = net_amount, tax_amount_base = tax_amount,
    gross_amount_base = gross_amount;
alter table erp.credit_notes
    alter column net_amount_base set not null,
    alter column tax_amount_base set not null,
    alter column gross_amount_base set not null;

alter table erp.credit_note_lines
    add column tax_code text,
    add column net_amount_base numeric(18, 2) check (net_amount_base >= 0);
update erp.credit_note_lines set net_amount_base = net_amount;
alter table erp.credit_note_lines alter column net_amount_base set not null;

-- What a final invoice asks no more for, since it was paid in advance.
create table erp.down_payment_deductions (
    deduction_id bigint generated always as identity primary key,
    down_payment_invoice_id bigint not null references erp.invoices,
    invoice_id bigint not null references erp.invoices,
    deducted_on date not null,
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null check (gross_amount > 0),
    -- Of the down-payment, at its rate; and of the invoice, at the invoice's.
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_amount_base numeric(18, 2) not null check (tax_amount_base >= 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    exchange_difference_amount numeric(18, 2) not null default 0,
    entry_id bigint references erp.journal_entries,
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount),
    constraint difference_is_between_the_rates check (
        exchange_difference_amount = net_amount_base + tax_amount_base - amount_base
    ),
    constraint not_from_itself check (down_payment_invoice_id <> invoice_id)
);
