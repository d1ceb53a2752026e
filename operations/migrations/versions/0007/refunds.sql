-- Money that goes back was there: paid too much, received, or granted, by the day of the refund.

-- What changed the debt of an invoice, day by day: above zero what is owed more.
create function erp.debt(invoice bigint)
returns table (changed_on date, amount numeric) language sql stable as $$
    select posted_on, gross_amount from erp.invoices where invoice_id = invoice
    union all
    select posted_on, -gross_amount from erp.credit_notes where invoice_id = invoice
    union all
    select applied_on, -payment_allocations.amount from erp.payment_allocations
    where invoice_id = invoice
    union all
    select deducted_on, -gross_amount from erp.down_payment_deductions where invoice_id = invoice
    union all
    select written_off_on, -write_offs.amount from erp.write_offs where invoice_id = invoice
    union all
    select applied_on, -rebate_allocations.amount from erp.rebate_allocations
    where invoice_id = invoice
    union all
    select refunded_on, refunds.amount from erp.refunds where invoice_id = invoice
$$;

create function erp.refuse_over_refund() returns trigger language plpgsql as $$
declare
    known text;
    left_to_pay numeric;
begin
    select invoice_number into known from erp.invoices
    where invoice_id = new.invoice_id for no key update;
    select amount into left_to_pay from erp.owed(new.invoice_id);
    if left_to_pay > 0 then
        raise exception 'Invoice %: % more is given back than was paid too much.',
            known, left_to_pay using errcode = '23514';
    end if;
    if exists (
        select from (
            select changed_on, sum(sum(amount)) over (order by changed_on) as left_to_pay
            from erp.debt(new.invoice_id) group by changed_on
        ) as days
        where changed_on >= new.refunded_on and days.left_to_pay > 0
    ) then
        raise exception 'Invoice %: % was not paid too much yet on %.',
            known, new.amount, new.refunded_on using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger gives_back_what_is_too_much
    after insert or update of invoice_id, amount, refunded_on on erp.refunds
    for each row when (new.invoice_id is not null) execute function erp.refuse_over_refund();

create function erp.refuse_early_refund() returns trigger language plpgsql as $$
declare
    since date;
begin
    select coalesce(
        (select paid_on from erp.payments where payment_id = new.payment_id),
        (select posted_on from erp.rebates where rebate_id = new.rebate_id)
    ) into since;
    if new.refunded_on < since then
        raise exception 'Refund % is of %: what it gives back is of %.',
            new.refund_number, new.refunded_on, since using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger gives_back_what_was_there
    after insert or update of payment_id, rebate_id, refunded_on on erp.refunds
    for each row when (new.invoice_id is null) execute function erp.refuse_early_refund();
