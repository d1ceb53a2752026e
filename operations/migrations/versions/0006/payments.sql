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

-- What changed the debt of an invoice, day by day: above zero what is owed more.
create function erp.supplier_debt(invoice bigint)
returns table (changed_on date, amount numeric) language sql stable as $$
    select posted_on, gross_amount from erp.supplier_invoices where supplier_invoice_id = invoice
    union all
    select posted_on, -gross_amount from erp.supplier_credit_notes
    where supplier_invoice_id = invoice
    union all
    select paid_on, -(allocations.amount + discount_amount)
    from erp.supplier_payment_allocations as allocations
    join erp.supplier_payments using (supplier_payment_id) where supplier_invoice_id = invoice
$$;

create function erp.refuse_bad_payment() returns trigger language plpgsql as $$
declare
    invoice record;
    payment record;
    still_open numeric;
begin
    select * into invoice from erp.supplier_invoices
    where supplier_invoice_id = new.supplier_invoice_id for update;
    select * into payment from erp.supplier_payments
    where supplier_payment_id = new.supplier_payment_id;
    if (payment.supplier_id, payment.company_id, payment.currency_code)
        is distinct from (invoice.supplier_id, invoice.company_id, invoice.currency_code)
    then
        raise exception 'Payment % and supplier invoice % are not of one supplier, company and currency.',
            payment.supplier_payment_number, invoice.supplier_invoice_number
            using errcode = '23514';
    end if;
    if payment.paid_on < invoice.posted_on then
        raise exception 'Payment % is of %, before supplier invoice % of %.',
            payment.supplier_payment_number, payment.paid_on, invoice.supplier_invoice_number,
            invoice.posted_on using errcode = '23514';
    end if;
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
    -- What a supplier pays back he owed on that day, and ever since.
    if new.amount < 0 and exists (
        select from (
            select changed_on, sum(sum(amount)) over (order by changed_on) as still_open
            from erp.supplier_debt(new.supplier_invoice_id) group by changed_on
        ) as days
        where changed_on >= payment.paid_on and days.still_open > 0
    ) then
        raise exception 'Supplier invoice %: % was not too much paid yet on %.',
            invoice.supplier_invoice_number, -new.amount, payment.paid_on using errcode = '23514';
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

create function erp.refuse_unallocated_payment() returns trigger language plpgsql as $$
declare
    payment record;
begin
    select supplier_payment_number, payments.amount, payments.amount_base,
        allocated.amount as allocated, allocated.amount_base as allocated_base into payment
    from erp.supplier_payments as payments
    cross join lateral (
        select coalesce(sum(amount), 0) as amount, coalesce(sum(
            settled_amount_base - discount_amount_base + exchange_difference_base
        ), 0) as amount_base
        from erp.supplier_payment_allocations as parts
        where parts.supplier_payment_id = payments.supplier_payment_id
    ) as allocated
    where supplier_payment_id in (
        new.supplier_payment_id, case when tg_op = 'UPDATE' then old.supplier_payment_id end
    ) and (payments.amount, payments.amount_base) <> (allocated.amount, allocated.amount_base);
    if found then
        raise exception 'Payment % is of % (% in the books), its allocations of % (%).',
            payment.supplier_payment_number, payment.amount, payment.amount_base,
            payment.allocated, payment.allocated_base using errcode = '23514';
    end if;
    return null;
end
$$;
-- When the transaction ends: a payment and its allocations are two statements.
create constraint trigger allocated_whole
    after insert or update of amount, amount_base on erp.supplier_payments
    deferrable initially deferred
    for each row execute function erp.refuse_unallocated_payment();
create constraint trigger allocated_whole
    after insert or update on erp.supplier_payment_allocations
    deferrable initially deferred
    for each row execute function erp.refuse_unallocated_payment();

select erp.follow('erp.supplier_payments');
select erp.follow('erp.supplier_payment_allocations');

comment on table erp.supplier_payments is 'One row per payment to a supplier.';
comment on column erp.supplier_payments.amount is 'In its currency; below zero: the supplier paid back; 0: credit notes paid invoices.';
comment on column erp.supplier_payments.amount_base is 'What it took from the bank, in company currency.';
comment on table erp.supplier_payment_allocations is 'One row per payment and supplier invoice: how much of it it pays.';
comment on column erp.supplier_payment_allocations.discount_amount is 'Discount for paying early, with VAT: settled beside the amount.';
comment on column erp.supplier_payment_allocations.settled_amount_base is 'What 401 lost by it, discount included, at the rate of the invoice.';
comment on column erp.supplier_payment_allocations.exchange_difference_base is 'Loss (above zero) or gain on the rate since the invoice.';
