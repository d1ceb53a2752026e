-- A supplier's number as it is compared: without case, spaces and punctuation.
create function erp.bare_reference(reference text) returns text language sql immutable strict as $$
    select regexp_replace(upper(reference), '[^[:alnum:]]+', '', 'g')
$$;

create table erp.supplier_invoices (
    supplier_invoice_id bigint generated always as identity primary key,
    supplier_invoice_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    supplier_id bigint not null references erp.suppliers,
    supplier_reference text not null,
    bare_reference text not null
        generated always as (erp.bare_reference(supplier_reference)) stored
        check (bare_reference <> ''),
    invoiced_on date not null,
    posted_on date not null check (posted_on >= invoiced_on),
    due_on date not null check (due_on >= invoiced_on),
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null,
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_amount_base numeric(18, 2) not null check (tax_amount_base >= 0),
    gross_amount_base numeric(18, 2) not null,
    discount_rate numeric(9, 6) not null default 0 check (discount_rate between 0 and 1),
    discount_until date check (discount_until >= invoiced_on),
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount),
    constraint gross_is_net_and_tax_base check (
        gross_amount_base = net_amount_base + tax_amount_base
    ),
    constraint discount_ends check ((discount_rate > 0) = (discount_until is not null)),
    constraint one_invoice_a_reference unique (supplier_id, company_id, bare_reference)
);
create index on erp.supplier_invoices (posted_on);

create table erp.supplier_invoice_lines (
    supplier_invoice_line_id bigint generated always as identity primary key,
    supplier_invoice_id bigint not null references erp.supplier_invoices,
    line_number integer not null check (line_number > 0),
    purchase_order_line_id bigint references erp.purchase_order_lines,
    product_id bigint references erp.products,
    quantity numeric(18, 4) check (quantity > 0),
    unit_price numeric(18, 4) check (unit_price >= 0),
    account_code text not null references erp.ledger_accounts,
    cost_centre_id bigint references erp.cost_centres,
    label text,
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_code text,
    tax_rate numeric(9, 6) not null check (tax_rate between 0 and 1),
    pending_quantity numeric(18, 4) not null default 0,
    pending_amount_base numeric(18, 2) not null default 0 check (pending_amount_base >= 0),
    unique (supplier_invoice_id, line_number),
    constraint goods_or_expense check (
        (purchase_order_line_id is null) = (quantity is null)
        and (quantity is null) = (unit_price is null)
        and (purchase_order_line_id is null or product_id is not null)
    ),
    constraint part_is_pending check (pending_quantity between 0 and coalesce(quantity, 0))
);

-- The third way: which receipt an invoice line pays. A return of paid goods that the supplier
-- replaces takes its part out again, with quantities below zero.
create table erp.invoice_matches (
    invoice_match_id bigint generated always as identity primary key,
    supplier_invoice_line_id bigint not null references erp.supplier_invoice_lines,
    receipt_line_id bigint not null references erp.receipt_lines,
    matched_on date not null,
    quantity numeric(18, 4) not null check (quantity <> 0),
    receipt_amount_base numeric(18, 2) not null,
    invoice_amount_base numeric(18, 2) not null,
    quantity_on_hand numeric(18, 4),
    stock_amount_base numeric(18, 2) not null default 0,
    is_later boolean not null default false,
    constraint all_on_one_side check (
        sign(receipt_amount_base) in (0, sign(quantity))
        and sign(invoice_amount_base) in (0, sign(quantity))
    )
);

create function erp.refuse_over_match() returns trigger language plpgsql as $$
declare
    received numeric;
    matched numeric;
begin
    select quantity into received from erp.receipt_lines
    where receipt_line_id = new.receipt_line_id for update;
    select sum(quantity) into matched from erp.invoice_matches
    where receipt_line_id = new.receipt_line_id;
    if matched > received or matched < 0 then
        raise exception 'Receipt line %: % invoiced of % received.',
            new.receipt_line_id, matched, received using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger invoiced_was_received
    after insert or update on erp.invoice_matches
    for each row execute function erp.refuse_over_match();

-- What is out of tolerance waits here, and keeps its invoice from being paid until it is closed.
create table erp.match_exceptions (
    match_exception_id bigint generated always as identity primary key,
    supplier_invoice_id bigint not null references erp.supplier_invoices,
    supplier_invoice_line_id bigint references erp.supplier_invoice_lines,
    reason text not null check (reason in ('price', 'quantity', 'tax', 'no_order')),
    raised_on date not null,
    expected numeric(18, 4) not null,
    found numeric(18, 4) not null,
    difference_amount_base numeric(18, 2) not null,
    status text not null default 'open' check (
        status in ('open', 'disputed', 'credit_asked', 'accepted', 'credited', 'received')
    ),
    closed_on date check (closed_on >= raised_on),
    constraint closed_when_settled check (
        (closed_on is not null) = (status in ('accepted', 'credited', 'received'))
    )
);
create index on erp.match_exceptions (supplier_invoice_id) where closed_on is null;

create table erp.match_decisions (
    match_decision_id bigint generated always as identity primary key,
    match_exception_id bigint not null references erp.match_exceptions,
    decision text not null check (decision in ('accepted', 'disputed', 'credit_asked')),
    decided_by_id bigint not null references erp.employees,
    decided_on date not null,
    note text
);

create function erp.require_right_to_accept() returns trigger language plpgsql as $$
declare
    at_stake numeric;
    allowed numeric;
begin
    select abs(difference_amount_base) into at_stake from erp.match_exceptions
    where match_exception_id = new.match_exception_id;
    select coalesce(approval_limit, 0) into allowed from erp.employees
    where employee_id = new.decided_by_id;
    if at_stake > allowed then
        raise exception 'A difference of % is above the limit of who accepts it: %.',
            at_stake, allowed using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger accepted_within_limit
    after insert or update on erp.match_decisions
    for each row when (new.decision = 'accepted') execute function erp.require_right_to_accept();

create function erp.require_decision() returns trigger language plpgsql as $$
begin
    if not exists (
        select from erp.match_decisions
        where match_exception_id = new.match_exception_id and decision = 'accepted'
    ) then
        raise exception 'Match exception % is accepted by nobody.', new.match_exception_id
            using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger accepted_by_somebody
    after insert or update on erp.match_exceptions
    for each row when (new.status = 'accepted') execute function erp.require_decision();

create table erp.supplier_credit_notes (
    supplier_credit_note_id bigint generated always as identity primary key,
    supplier_credit_note_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    supplier_invoice_id bigint not null references erp.supplier_invoices,
    supplier_id bigint not null references erp.suppliers,
    supplier_reference text not null,
    bare_reference text not null
        generated always as (erp.bare_reference(supplier_reference)) stored
        check (bare_reference <> ''),
    posted_on date not null,
    reason text not null check (reason in ('return', 'quantity', 'price', 'tax')),
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null,
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_amount_base numeric(18, 2) not null check (tax_amount_base >= 0),
    gross_amount_base numeric(18, 2) not null,
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount),
    constraint gross_is_net_and_tax_base check (
        gross_amount_base = net_amount_base + tax_amount_base
    ),
    constraint one_credit_note_a_reference unique (supplier_id, company_id, bare_reference)
);
create index on erp.supplier_credit_notes (posted_on);

create table erp.supplier_credit_note_lines (
    supplier_credit_note_line_id bigint generated always as identity primary key,
    supplier_credit_note_id bigint not null references erp.supplier_credit_notes,
    line_number integer not null check (line_number > 0),
    supplier_invoice_line_id bigint not null references erp.supplier_invoice_lines,
    quantity numeric(18, 4) not null check (quantity >= 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    tax_rate numeric(9, 6) not null check (tax_rate between 0 and 1),
    expected_amount_base numeric(18, 2) not null default 0 check (expected_amount_base >= 0),
    pending_amount_base numeric(18, 2) not null default 0 check (pending_amount_base >= 0),
    stock_amount_base numeric(18, 2) not null default 0 check (stock_amount_base >= 0),
    unique (supplier_credit_note_id, line_number)
);

-- Goods that went back after they were invoiced: the supplier owes a credit note.
create table erp.expected_credits (
    expected_credit_id bigint generated always as identity primary key,
    supplier_return_line_id bigint not null references erp.supplier_return_lines,
    supplier_invoice_line_id bigint not null references erp.supplier_invoice_lines,
    quantity numeric(18, 4) not null check (quantity > 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    receipt_amount_base numeric(18, 2) not null check (receipt_amount_base >= 0),
    constraint one_row_a_pair unique (supplier_return_line_id, supplier_invoice_line_id)
);

create function erp.refuse_over_supplier_credit() returns trigger language plpgsql as $$
declare
    invoiced numeric;
    credited numeric;
begin
    select net_amount into invoiced from erp.supplier_invoice_lines
    where supplier_invoice_line_id = new.supplier_invoice_line_id for update;
    select sum(net_amount) into credited from erp.supplier_credit_note_lines
    where supplier_invoice_line_id = new.supplier_invoice_line_id;
    if credited > invoiced then
        raise exception 'Supplier invoice line %: % credited of % invoiced.',
            new.supplier_invoice_line_id, credited, invoiced using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger credited_was_invoiced
    after insert or update on erp.supplier_credit_note_lines
    for each row execute function erp.refuse_over_supplier_credit();

select erp.follow('erp.supplier_invoices');
select erp.follow('erp.supplier_invoice_lines');
select erp.follow('erp.invoice_matches');
select erp.follow('erp.match_exceptions');
select erp.follow('erp.match_decisions');
select erp.follow('erp.supplier_credit_notes');
select erp.follow('erp.supplier_credit_note_lines');
select erp.follow('erp.expected_credits');

comment on table erp.supplier_invoices is 'One row per invoice of a supplier.';
comment on column erp.supplier_invoices.supplier_reference is 'Number that the supplier gave it, as written.';
comment on column erp.supplier_invoices.bare_reference is 'The same as it is compared: capitals and digits alone.';
comment on column erp.supplier_invoices.invoiced_on is 'Date on the paper; posted_on is its day in the books.';
comment on column erp.supplier_invoices.tax_amount is 'VAT that the supplier charges: none under reverse charge.';
comment on column erp.supplier_invoices.discount_rate is 'Share of the gross amount that need not be paid until discount_until.';
comment on table erp.supplier_invoice_lines is 'One row per line of a supplier''s invoice: goods of an order, or an expense.';
comment on column erp.supplier_invoice_lines.account_code is 'Charge that it is: purchases for goods.';
comment on column erp.supplier_invoice_lines.tax_rate is 'Rate that the supplier charges: 0 under reverse charge.';
comment on column erp.supplier_invoice_lines.pending_quantity is 'How much of it was not received when it was posted.';
comment on column erp.supplier_invoice_lines.pending_amount_base is 'What of it waits on 4861 then, in company currency.';
comment on table erp.invoice_matches is 'One row per invoice line and receipt line that it pays; below zero where replaced goods went back.';
comment on column erp.invoice_matches.receipt_amount_base is 'What 4081 expected for it; the invoice''s amount less this is the price difference.';
comment on column erp.invoice_matches.quantity_on_hand is 'How much of it was in the stock on that day, first in first out; null where the price did not differ.';
comment on column erp.invoice_matches.is_later is 'Goods that came (or went back, to be replaced) after the invoice: they settle 4861.';
comment on column erp.invoice_matches.stock_amount_base is 'Part of the price difference that changed the value of the stock.';
comment on table erp.match_exceptions is 'One row per difference out of tolerance: it keeps its invoice from being paid until closed.';
comment on column erp.match_exceptions.expected is 'Unit price, quantity, VAT or amount that was expected; found is what the invoice says.';
comment on column erp.match_exceptions.difference_amount_base is 'What is at stake ex VAT, in company currency; below zero when the invoice says less.';
comment on table erp.match_decisions is 'One row per decision of an employee on an exception.';
comment on table erp.supplier_credit_notes is 'One row per credit note of a supplier; its amounts are positive.';
comment on column erp.supplier_credit_notes.reason is 'return: goods went back; quantity: they never came; price: they cost less; tax: too much VAT.';
comment on table erp.supplier_credit_note_lines is 'One row per line of a supplier''s credit note.';
comment on column erp.supplier_credit_note_lines.expected_amount_base is 'What 4098 expected for it.';
comment on column erp.supplier_credit_note_lines.pending_amount_base is 'What 4861 held for it.';
comment on column erp.supplier_credit_note_lines.stock_amount_base is 'By how much it lowered the value of the stock.';
comment on table erp.expected_credits is 'One row per returned and invoiced line for which a credit note is to come.';
comment on column erp.expected_credits.amount_base is 'What the goods had been invoiced at ex VAT, in company currency: 4098.';
comment on column erp.expected_credits.receipt_amount_base is 'What 4081 had expected for them before.';
