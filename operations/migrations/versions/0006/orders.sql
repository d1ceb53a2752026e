create table erp.purchase_orders (
    purchase_order_id bigint generated always as identity primary key,
    purchase_order_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    supplier_id bigint not null references erp.suppliers,
    purchase_request_id bigint references erp.purchase_requests,
    buyer_id bigint references erp.employees,
    ordered_on date not null,
    confirmed_on date check (confirmed_on >= ordered_on),
    supplier_reference text,
    status text not null check (status in ('open', 'received', 'cancelled')),
    currency_code char(3) not null references erp.currencies,
    exchange_rate numeric(18, 8) not null check (exchange_rate > 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    constraint somebody_let_it check (purchase_request_id is not null or buyer_id is not null),
    constraint order_of_its_company unique (purchase_order_id, company_id)
);

create table erp.purchase_order_lines (
    purchase_order_line_id bigint generated always as identity primary key,
    purchase_order_id bigint not null references erp.purchase_orders,
    company_id bigint not null default 1 references erp.companies,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    unit_price_base numeric(18, 4) not null check (unit_price_base >= 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    cancelled_quantity numeric(18, 4) not null default 0,
    over_receipt_rate numeric(9, 6) not null check (over_receipt_rate between 0 and 1),
    last_unit_price_base numeric(18, 4),
    standard_unit_cost numeric(18, 4),
    unique (purchase_order_id, line_number),
    constraint no_more_cancelled_than_ordered check (cancelled_quantity between 0 and quantity),
    constraint line_of_its_company foreign key (purchase_order_id, company_id)
        references erp.purchase_orders (purchase_order_id, company_id)
);
-- The price before is found by its last row. Joined to the orders for their company, it was read
-- through all of them while the tables had no statistics: 9 ms an order after 200 orders.
create index on erp.purchase_order_lines (product_id, company_id, purchase_order_line_id);

-- Every promise is kept: punctuality is measured against the first one and against the last.
create table erp.purchase_promises (
    purchase_promise_id bigint generated always as identity primary key,
    purchase_order_line_id bigint not null references erp.purchase_order_lines,
    promise_number integer not null check (promise_number > 0),
    promised_on date not null,
    said_on date not null,
    constraint one_promise_a_number unique (purchase_order_line_id, promise_number)
);

create function erp.require_approved() returns trigger language plpgsql as $$
declare
    asked record;
begin
    select purchase_request_number, status into asked from erp.purchase_requests
    where purchase_request_id = new.purchase_request_id;
    if asked.status not in ('approved', 'ordered') then
        raise exception 'Request % is %: nothing is ordered of it.',
            asked.purchase_request_number, asked.status using errcode = '23514';
    end if;
    return null;
end
$$;

create function erp.require_buyer_limit() returns trigger language plpgsql as $$
declare
    allowed numeric;
begin
    select coalesce(approval_limit, 0) into allowed from erp.employees
    where employee_id = new.buyer_id;
    if new.net_amount_base > allowed then
        raise exception 'Purchase order % of % is above the limit of its buyer: %.',
            new.purchase_order_number, new.net_amount_base, allowed using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger buyer_may
    after insert or update of buyer_id, net_amount_base on erp.purchase_orders
    for each row when (new.purchase_request_id is null and new.buyer_id is not null)
    execute function erp.require_buyer_limit();

create trigger request_is_approved
    after insert or update of purchase_request_id on erp.purchase_orders
    for each row when (new.purchase_request_id is not null)
    execute function erp.require_approved();

select erp.follow('erp.purchase_orders');
select erp.follow('erp.purchase_order_lines');
select erp.follow('erp.purchase_promises');

comment on table erp.purchase_orders is 'One row per order to a supplier.';
comment on column erp.purchase_orders.buyer_id is 'Who ordered within the own approval limit, when nobody was asked.';
comment on column erp.purchase_orders.status is 'open; received: nothing is to come; cancelled: nothing came and nothing will.';
comment on column erp.purchase_orders.exchange_rate is 'Worth of one unit of its currency in company currency on the day of the order.';
comment on column erp.purchase_orders.supplier_reference is 'Number of the supplier''s order confirmation.';
comment on table erp.purchase_order_lines is 'One row per line of an order to a supplier.';
comment on column erp.purchase_order_lines.unit_price is 'Agreed price of one unit ex VAT, in the currency of the order.';
comment on column erp.purchase_order_lines.unit_price_base is 'The same in company currency, at the rate of the order.';
comment on column erp.purchase_order_lines.cancelled_quantity is 'How much of it is to come no more.';
comment on column erp.purchase_order_lines.over_receipt_rate is 'How much more than ordered may be received, as agreed when it was ordered.';
comment on column erp.purchase_order_lines.last_unit_price_base is 'Price of the order before of this product, in company currency; null for the first.';
comment on column erp.purchase_order_lines.standard_unit_cost is 'Cost of one unit in force on the day of the order; null when nobody said.';
comment on table erp.purchase_promises is 'One row per promise of a supplier for an order line; 1 is the first.';
comment on column erp.purchase_promises.promised_on is 'Day on which all that is to come of the line would arrive.';
comment on column erp.purchase_promises.said_on is 'Day on which the supplier said so.';
