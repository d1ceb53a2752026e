-- Goods that came and were kept; what was refused at the door is told and goes nowhere.
create table erp.receipts (
    receipt_id bigint generated always as identity primary key,
    receipt_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    purchase_order_id bigint not null references erp.purchase_orders,
    supplier_id bigint not null references erp.suppliers,
    received_on date not null,
    supplier_reference text,
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0)
);
create index on erp.receipts (received_on);

create table erp.receipt_lines (
    receipt_line_id bigint generated always as identity primary key,
    receipt_id bigint not null references erp.receipts,
    line_number integer not null check (line_number > 0),
    purchase_order_line_id bigint not null references erp.purchase_order_lines,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity >= 0),
    refused_quantity numeric(18, 4) not null default 0 check (refused_quantity >= 0),
    refusal_reason text,
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    stock_amount_base numeric(18, 2) not null check (stock_amount_base >= 0),
    stock_move_id bigint references erp.stock_moves,
    unique (receipt_id, line_number),
    constraint something_came check (quantity + refused_quantity > 0),
    constraint refused_for_a_reason check (refused_quantity = 0 or refusal_reason <> '')
);
create index on erp.receipt_lines (product_id, receipt_line_id);

create table erp.supplier_returns (
    supplier_return_id bigint generated always as identity primary key,
    supplier_return_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    purchase_order_id bigint not null references erp.purchase_orders,
    supplier_id bigint not null references erp.suppliers,
    returned_on date not null,
    reason text not null check (reason <> ''),
    is_replaced boolean not null
);

create table erp.supplier_return_lines (
    supplier_return_line_id bigint generated always as identity primary key,
    supplier_return_id bigint not null references erp.supplier_returns,
    line_number integer not null check (line_number > 0),
    receipt_line_id bigint not null references erp.receipt_lines,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    uninvoiced_quantity numeric(18, 4) not null,
    uninvoiced_amount_base numeric(18, 2) not null check (uninvoiced_amount_base >= 0),
    stock_amount_base numeric(18, 2) not null check (stock_amount_base >= 0),
    stock_move_id bigint references erp.stock_moves,
    unique (supplier_return_id, line_number),
    constraint part_was_not_invoiced check (uninvoiced_quantity between 0 and quantity)
);

-- The commands refuse it with a remedy; these hold for whoever writes past them, and for two at once.
create function erp.refuse_over_receipt() returns trigger language plpgsql as $$
declare
    allowed numeric;
    kept numeric;
begin
    select (quantity - cancelled_quantity) * (1 + over_receipt_rate) into allowed
    from erp.purchase_order_lines
    where purchase_order_line_id = new.purchase_order_line_id for update;
    select coalesce(sum(lines.quantity), 0) - coalesce((
        select sum(returned.quantity) from erp.supplier_return_lines as returned
        join erp.receipt_lines as came using (receipt_line_id)
        where came.purchase_order_line_id = new.purchase_order_line_id
    ), 0) into kept
    from erp.receipt_lines as lines
    where lines.purchase_order_line_id = new.purchase_order_line_id;
    if kept > allowed then
        raise exception 'Purchase order line %: % received, % allowed.',
            new.purchase_order_line_id, kept, allowed using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger received_is_ordered
    after insert or update of quantity, purchase_order_line_id on erp.receipt_lines
    for each row when (new.quantity > 0) execute function erp.refuse_over_receipt();

create function erp.refuse_over_supplier_return() returns trigger language plpgsql as $$
declare
    received numeric;
    returned numeric;
begin
    select quantity into received from erp.receipt_lines
    where receipt_line_id = new.receipt_line_id for update;
    select sum(quantity) into returned from erp.supplier_return_lines
    where receipt_line_id = new.receipt_line_id;
    if returned > received then
        raise exception 'Receipt line %: % returned of % received.',
            new.receipt_line_id, returned, received using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger returned_was_received
    after insert or update on erp.supplier_return_lines
    for each row execute function erp.refuse_over_supplier_return();

select erp.follow('erp.receipts');
select erp.follow('erp.receipt_lines');
select erp.follow('erp.supplier_returns');
select erp.follow('erp.supplier_return_lines');

comment on table erp.receipts is 'One row per arrival of goods of an order.';
comment on column erp.receipts.received_on is 'Day on which the goods came.';
comment on column erp.receipts.supplier_reference is 'Number of the supplier''s delivery note.';
comment on column erp.receipts.exchange_rate is 'Worth of one unit of the order''s currency in company currency on that day.';
comment on table erp.receipt_lines is 'One row per line of an arrival.';
comment on column erp.receipt_lines.quantity is 'How much was kept; refused_quantity came too and was sent back at the door.';
comment on column erp.receipt_lines.amount_base is 'What the goods kept are to cost ex VAT, in company currency: 4081 until invoiced.';
comment on column erp.receipt_lines.stock_amount_base is 'Value with which they entered the stock: at standard cost another one.';
comment on table erp.supplier_returns is 'One row per return of goods to a supplier.';
comment on column erp.supplier_returns.is_replaced is 'The supplier sends others; else they are paid back, or not paid.';
comment on table erp.supplier_return_lines is 'One row per line of a return to a supplier.';
comment on column erp.supplier_return_lines.uninvoiced_quantity is 'How much of it no invoice had matched: it will not be paid.';
comment on column erp.supplier_return_lines.uninvoiced_amount_base is 'What 4081 lost by it, in company currency.';
comment on column erp.supplier_return_lines.stock_amount_base is 'Value with which the goods left the stock.';
