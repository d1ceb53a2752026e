-- Money to suppliers; below zero when a supplier pays back, zero when credit notes pay invoices.
create table erp.supplier_payments (
    supplier_payment_id bigint generated always as identity primary key,
    supplier_payment_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    supplier_id bigint not null references erp.suppliers,
    paid_on date not null,
    amount numeric(18, 2) not null,
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    amount_base numeric(18, 2) not null
);
create index on erp.supplier_payments (paid_on);

create table erp.supplier_payment_allocations (
    supplier_payment_allocation_id bigint generated always as identity primary key,
    supplier_payment_id bigint not null references erp.supplier_payments,
    supplier_invoice_id bigint not null references erp.supplier_invoices,
    amount numeric(18, 2) not null check (amount <> 0),
    discount_amount numeric(18, 2) not null default 0 check (discount_amount >= 0),
    settled_amount_base numeric(18, 2) not null,
    discount_amount_base numeric(18, 2) not null default 0 check (discount_amount_base >= 0),
    exchange_difference_base numeric(18, 2) not null default 0,
    constraint one_allocation_an_invoice unique (supplier_payment_id, supplier_invoice_id)
);

create function erp.refuse_bad_payment() returns trigger language plpgsql as $$
declare
    invoice record;
    still_open numeric;
begin
    select supplier_invoice_number, gross_amount into invoice from erp.supplier_invoices
    where supplier_invoice_id = new.supplier_invoice_id for update;
    select invoice.gross_amount - coalesce((
        select sum(gross_amount) from erp.supplier_credit_notes
        where supplier_invoice_id = new.supplier_invoice_id
    ), 0) - sum(amount + discount_amount) into still_open
    from erp.supplier_payment_allocations
    where supplier_invoice_id = new.supplier_invoice_id;
    if (new.amount > 0 and still_open < 0) or (new.amount < 0 and still_open > 0) then
        raise exception 'Supplier invoice % is paid beyond what is open: % is left.',
            invoice.supplier_invoice_number, still_open using errcode = '23514';
    end if;
    if new.amount > 0 and exists (
        select from erp.match_exceptions
        where supplier_invoice_id = new.supplier_invoice_id and closed_on is null
    ) then
        raise exception 'Supplier invoice % is blocked: it differs from its order.',
            invoice.supplier_invoice_number using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger paid_is_owed
    after insert or update on erp.supplier_payment_allocations
    for each row execute function erp.refuse_bad_payment();

select erp.follow('erp.supplier_payments');
select erp.follow('erp.supplier_payment_allocations');

comment on table erp.supplier_payments is 'One row per payment to a supplier.';
comment on column erp.supplier_payments.amount is 'In its currency; below zero: the supplier paid back; 0: credit notes paid invoices.';
comment on column erp.supplier_payments.amount_base is 'What it took from the bank, in company currency.';
comment on table erp.supplier_payment_allocations is 'One row per payment and supplier invoice: how much of it it pays.';
comment on column erp.supplier_payment_allocations.discount_amount is 'Discount for paying early, with VAT: settled beside the amount.';
comment on column erp.supplier_payment_allocations.settled_amount_base is 'What 401 lost by it, discount included, at the rate of the invoice.';
comment on column erp.supplier_payment_allocations.exchange_difference_base is 'Loss (above zero) or gain on the rate since the invoice.';
