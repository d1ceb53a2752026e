-- What must never be, for whoever writes past the commands. Each rule locks the document that it
-- measures, so that two at once do not both find room. They are looked at when the statement ends
-- and not at commit: a credit note after a payment may leave an invoice overpaid, a payment may not.

-- What is owed of an invoice, with tax, in its currency and in the books; below zero when more was
-- credited than was left to pay. The one definition: the commands ask it too.
create function erp.owed(invoice bigint, out amount numeric, out amount_base numeric)
language plpgsql stable as $$
begin
    select gross_amount, gross_amount_base into amount, amount_base
    from erp.invoices where invoice_id = invoice;
    select owed.amount - coalesce(sum(gross_amount), 0),
        owed.amount_base - coalesce(sum(gross_amount_base), 0)
    into amount, amount_base from erp.credit_notes where invoice_id = invoice;
    select owed.amount - coalesce(sum(paid.amount), 0),
        owed.amount_base - coalesce(sum(paid.amount_base), 0)
    into amount, amount_base from erp.payment_allocations as paid where invoice_id = invoice;
    select owed.amount - coalesce(sum(gross_amount), 0),
        owed.amount_base - coalesce(sum(deducted.amount_base), 0)
    into amount, amount_base from erp.down_payment_deductions as deducted
    where invoice_id = invoice;
    select owed.amount - coalesce(sum(written.amount), 0),
        owed.amount_base - coalesce(sum(written.amount_base), 0)
    into amount, amount_base from erp.write_offs as written where invoice_id = invoice;
    select owed.amount - coalesce(sum(given.amount), 0),
        owed.amount_base - coalesce(sum(given.amount), 0)
    into amount, amount_base from erp.rebate_allocations as given where invoice_id = invoice;
    select owed.amount + coalesce(sum(refunds.amount), 0),
        owed.amount_base + coalesce(sum(refunds.amount_base), 0)
    into amount, amount_base from erp.refunds where invoice_id = invoice;
end
$$;

create function erp.refuse_over_payment() returns trigger language plpgsql as $$
declare
    known text;
    left_to_pay numeric;
begin
    select invoice_number into known from erp.invoices
    where invoice_id = new.invoice_id for no key update;
    select amount into left_to_pay from erp.owed(new.invoice_id);
    if left_to_pay < 0 then
        raise exception 'Invoice %: % more is settled than is owed.', known, -left_to_pay
            using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger settles_what_is_owed
    after insert or update of invoice_id, amount on erp.payment_allocations
    for each row execute function erp.refuse_over_payment();
create constraint trigger settles_what_is_owed
    after insert or update of invoice_id, amount on erp.write_offs
    for each row when (new.invoice_id is not null) execute function erp.refuse_over_payment();
create constraint trigger settles_what_is_owed
    after insert or update of invoice_id, gross_amount on erp.down_payment_deductions
    for each row execute function erp.refuse_over_payment();
create constraint trigger settles_what_is_owed
    after insert or update of invoice_id, amount on erp.rebate_allocations
    for each row execute function erp.refuse_over_payment();

-- Money of a payment that is applied to no invoice and was not given back.
create function erp.unapplied(payment bigint, out amount numeric, out amount_base numeric)
language plpgsql stable as $$
begin
    select payments.amount, payments.amount_base into amount, amount_base
    from erp.payments where payment_id = payment;
    select unapplied.amount - coalesce(sum(used.amount), 0),
        unapplied.amount_base
            - coalesce(sum(used.amount_base + used.exchange_difference_amount), 0)
    into amount, amount_base from erp.payment_allocations as used where payment_id = payment;
    select unapplied.amount - coalesce(sum(refunds.amount), 0),
        unapplied.amount_base - coalesce(sum(refunds.amount_base), 0)
    into amount, amount_base from erp.refunds where payment_id = payment;
    select unapplied.amount - coalesce(sum(written.amount), 0),
        unapplied.amount_base - coalesce(sum(written.amount_base), 0)
    into amount, amount_base from erp.write_offs as written where payment_id = payment;
end
$$;

create function erp.refuse_over_application() returns trigger language plpgsql as $$
declare
    known text;
    still_there numeric;
begin
    select payment_number into known from erp.payments
    where payment_id = new.payment_id for no key update;
    select amount into still_there from erp.unapplied(new.payment_id);
    if still_there < 0 then
        raise exception 'Payment %: % more is used than was received.', known, -still_there
            using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger uses_what_was_received
    after insert or update of payment_id, amount on erp.payment_allocations
    for each row execute function erp.refuse_over_application();

-- Money of one customer settles nothing of another, nor in another currency or company's books.
create function erp.refuse_foreign_invoice() returns trigger language plpgsql as $$
declare
    refused record;
begin
    select payment_number, invoice_number into refused
    from erp.payments cross join erp.invoices
    where payment_id = new.payment_id and invoice_id = new.invoice_id
        and (payments.customer_id, payments.company_id, payments.currency_code)
            is distinct from (invoices.customer_id, invoices.company_id, invoices.currency_code);
    if found then
        raise exception 'Payment % and invoice % are not of one customer, company and currency.',
            refused.payment_number, refused.invoice_number using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger settles_its_own_customer
    after insert or update of payment_id, invoice_id on erp.payment_allocations
    for each row execute function erp.refuse_foreign_invoice();
create constraint trigger uses_what_was_received
    after insert or update of payment_id, amount on erp.refunds
    for each row when (new.payment_id is not null)
    execute function erp.refuse_over_application();
create constraint trigger uses_what_was_received
    after insert or update of payment_id, amount on erp.write_offs
    for each row when (new.payment_id is not null)
    execute function erp.refuse_over_application();

create function erp.refuse_over_credit() returns trigger language plpgsql as $$
declare
    invoiced record;
    given record;
begin
    select quantity, net_amount, cost_amount into invoiced from erp.invoice_lines
    where invoice_line_id = new.invoice_line_id for no key update;
    select sum(quantity) as quantity, sum(net_amount) as net_amount,
        sum(cost_amount) as cost_amount
    into given from erp.credit_note_lines where invoice_line_id = new.invoice_line_id;
    if given.quantity > invoiced.quantity or given.net_amount > invoiced.net_amount
        or given.cost_amount > invoiced.cost_amount then
        raise exception 'Invoice line %: credited are quantity %, net %, cost % of %, %, %.',
            new.invoice_line_id, given.quantity, given.net_amount, given.cost_amount,
            invoiced.quantity, invoiced.net_amount, invoiced.cost_amount
            using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger credits_what_was_invoiced
    after insert or update on erp.credit_note_lines
    for each row execute function erp.refuse_over_credit();

create function erp.refuse_over_credit_of_document() returns trigger language plpgsql as $$
declare
    invoiced record;
    given record;
begin
    select invoice_number, net_amount, tax_amount, freight_amount into invoiced from erp.invoices
    where invoice_id = new.invoice_id for no key update;
    select sum(net_amount) as net_amount, sum(tax_amount) as tax_amount,
        sum(freight_amount) as freight_amount
    into given from erp.credit_notes where invoice_id = new.invoice_id;
    if given.net_amount > invoiced.net_amount or given.tax_amount > invoiced.tax_amount
        or given.freight_amount > invoiced.freight_amount then
        raise exception 'Invoice %: credited are net %, tax %, freight % of %, %, %.',
            invoiced.invoice_number, given.net_amount, given.tax_amount, given.freight_amount,
            invoiced.net_amount, invoiced.tax_amount, invoiced.freight_amount
            using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger credits_what_was_invoiced
    after insert or update of invoice_id, net_amount, tax_amount, freight_amount
    on erp.credit_notes
    for each row execute function erp.refuse_over_credit_of_document();

-- What of a down-payment was paid by a day and is neither deducted nor credited.
create function erp.deductible(invoice bigint, day date) returns numeric language plpgsql stable as $$
declare
    asked numeric;
    paid numeric;
    used numeric;
begin
    select gross_amount - coalesce((select sum(gross_amount) from erp.credit_notes
        where credit_notes.invoice_id = invoice), 0)
    into asked from erp.invoices where invoice_id = invoice;
    select coalesce(sum(amount), 0) into paid from erp.payment_allocations
    where invoice_id = invoice and applied_on <= day;
    select coalesce(sum(gross_amount), 0) into used from erp.down_payment_deductions
    where down_payment_invoice_id = invoice;
    return least(asked, paid) - used;
end
$$;

create function erp.refuse_over_deduction() returns trigger language plpgsql as $$
declare
    known text;
    still_there numeric;
begin
    select invoice_number into known from erp.invoices
    where invoice_id = new.down_payment_invoice_id and kind = 'down_payment' for no key update;
    if not found then
        raise exception 'Invoice with the key % is no down-payment.', new.down_payment_invoice_id
            using errcode = '23514';
    end if;
    still_there := erp.deductible(new.down_payment_invoice_id, new.deducted_on);
    if still_there < 0 then
        raise exception 'Down-payment %: % more is deducted than was paid.', known, -still_there
            using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger deducts_what_was_paid
    after insert or update of down_payment_invoice_id, gross_amount, deducted_on
    on erp.down_payment_deductions
    for each row execute function erp.refuse_over_deduction();

-- What of a rebate was neither applied nor paid out; in company currency, as rebates are.
create function erp.rebate_left(rebate bigint) returns numeric language plpgsql stable as $$
begin
    return (select gross_amount from erp.rebates where rebate_id = rebate)
        - coalesce((select sum(amount) from erp.rebate_allocations where rebate_id = rebate), 0)
        - coalesce((select sum(amount) from erp.refunds where rebate_id = rebate), 0);
end
$$;

create function erp.refuse_over_rebate() returns trigger language plpgsql as $$
declare
    known text;
    still_there numeric;
begin
    select rebate_number into known from erp.rebates
    where rebate_id = new.rebate_id for no key update;
    still_there := erp.rebate_left(new.rebate_id);
    if still_there < 0 then
        raise exception 'Rebate %: % more is used than was granted.', known, -still_there
            using errcode = '23514';
    end if;
    return null;
end
$$;
-- A rebate settles sales to its own customer, in its own books: no other invoice, no down-payment.
create function erp.refuse_foreign_rebate() returns trigger language plpgsql as $$
declare
    refused record;
begin
    select rebate_number, invoice_number into refused
    from erp.rebates join erp.companies using (company_id) cross join erp.invoices
    where rebate_id = new.rebate_id and invoice_id = new.invoice_id
        and (rebates.customer_id, rebates.company_id, companies.currency_code)
            is distinct from (invoices.customer_id, invoices.company_id, invoices.currency_code);
    if found then
        raise exception 'Rebate % and invoice % are not of one customer, company and currency.',
            refused.rebate_number, refused.invoice_number using errcode = '23514';
    end if;
    select invoice_number into refused from erp.invoices
    where invoice_id = new.invoice_id and kind = 'down_payment';
    if found then
        raise exception 'Invoice % asks for a down-payment: a rebate does not pay it.',
            refused.invoice_number using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger settles_its_own_customer
    after insert or update of rebate_id, invoice_id on erp.rebate_allocations
    for each row execute function erp.refuse_foreign_rebate();
create constraint trigger uses_what_was_granted
    after insert or update of rebate_id, amount on erp.rebate_allocations
    for each row execute function erp.refuse_over_rebate();
create constraint trigger uses_what_was_granted
    after insert or update of rebate_id, amount on erp.refunds
    for each row when (new.rebate_id is not null) execute function erp.refuse_over_rebate();

-- A credit note goes back to the account that its invoice was earned on: the kind says which.
create function erp.refuse_other_kind() returns trigger language plpgsql as $$
begin
    if exists (select from erp.invoice_lines where product_id = new.product_id) then
        raise exception 'Product % was invoiced as %: register another.',
            old.product_number, old.kind using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger sold_kind_stays before update of kind on erp.products
    for each row when (new.kind <> old.kind) execute function erp.refuse_other_kind();
