create table erp.quotes (
    quote_id bigint generated always as identity primary key,
    quote_number text not null unique,
    customer_id bigint not null references erp.customers,
    opportunity_id bigint references crm.opportunities,
    quoted_on date not null,
    valid_until date not null check (valid_until >= quoted_on),
    status text not null check (status in ('open', 'accepted', 'refused')),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$')
);

create table erp.quote_lines (
    quote_line_id bigint generated always as identity primary key,
    quote_id bigint not null references erp.quotes,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    discount_rate numeric(9, 6) not null default 0 check (discount_rate between 0 and 1),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    unique (quote_id, line_number)
);

create table erp.sales_orders (
    order_id bigint generated always as identity primary key,
    order_number text not null unique,
    customer_id bigint not null references erp.customers,
    quote_id bigint unique references erp.quotes,
    seller_name text,
    ordered_on date not null,
    promised_on date,
    status text not null check (status in ('open', 'delivered', 'invoiced')),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$')
);

create table erp.sales_order_lines (
    order_line_id bigint generated always as identity primary key,
    order_id bigint not null references erp.sales_orders,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    discount_rate numeric(9, 6) not null default 0 check (discount_rate between 0 and 1),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    unique (order_id, line_number)
);

create table erp.deliveries (
    delivery_id bigint generated always as identity primary key,
    delivery_number text not null unique,
    order_id bigint not null references erp.sales_orders,
    delivered_on date not null
);

create table erp.delivery_lines (
    delivery_line_id bigint generated always as identity primary key,
    delivery_id bigint not null references erp.deliveries,
    line_number integer not null check (line_number > 0),
    order_line_id bigint not null references erp.sales_order_lines,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_cost numeric(18, 4) not null check (unit_cost >= 0),
    cost_amount numeric(18, 2) not null check (cost_amount >= 0),
    unique (delivery_id, line_number)
);

-- The command refuses it with a remedy; this holds for whoever writes past it, and for two at once.
create function erp.refuse_over_delivery() returns trigger language plpgsql as $$
declare
    ordered numeric;
    delivered numeric;
begin
    select quantity into ordered from erp.sales_order_lines
    where order_line_id = new.order_line_id for update;
    select sum(quantity) into delivered from erp.delivery_lines
    where order_line_id = new.order_line_id;
    if delivered > ordered then
        raise exception 'Order line %: % delivered of % ordered.',
            new.order_line_id, delivered, ordered using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger delivered_is_ordered
    after insert or update on erp.delivery_lines
    for each row execute function erp.refuse_over_delivery();

create table erp.invoices (
    invoice_id bigint generated always as identity primary key,
    invoice_number text not null unique,
    customer_id bigint not null references erp.customers,
    order_id bigint not null references erp.sales_orders,
    posted_on date not null,
    due_on date not null check (due_on >= posted_on),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null,
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount)
);

create table erp.invoice_lines (
    invoice_line_id bigint generated always as identity primary key,
    invoice_id bigint not null references erp.invoices,
    line_number integer not null check (line_number > 0),
    order_line_id bigint not null references erp.sales_order_lines,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    discount_rate numeric(9, 6) not null default 0 check (discount_rate between 0 and 1),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_rate numeric(9, 6) not null check (tax_rate between 0 and 1),
    cost_amount numeric(18, 2) not null check (cost_amount >= 0),
    unique (invoice_id, line_number)
);

create table erp.credit_notes (
    credit_note_id bigint generated always as identity primary key,
    credit_note_number text not null unique,
    invoice_id bigint not null references erp.invoices,
    customer_id bigint not null references erp.customers,
    posted_on date not null,
    reason text not null check (reason in ('return', 'price')),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    gross_amount numeric(18, 2) not null,
    constraint gross_is_net_and_tax check (gross_amount = net_amount + tax_amount)
);

-- Amounts are positive; a price-only credit has no quantity and reverses no cost.
create table erp.credit_note_lines (
    credit_note_line_id bigint generated always as identity primary key,
    credit_note_id bigint not null references erp.credit_notes,
    line_number integer not null check (line_number > 0),
    invoice_line_id bigint not null references erp.invoice_lines,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity >= 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    tax_rate numeric(9, 6) not null check (tax_rate between 0 and 1),
    cost_amount numeric(18, 2) not null check (cost_amount >= 0),
    unique (credit_note_id, line_number),
    constraint no_goods_no_cost check (quantity > 0 or cost_amount = 0)
);

create table erp.payments (
    payment_id bigint generated always as identity primary key,
    payment_number text not null unique,
    customer_id bigint not null references erp.customers,
    paid_on date not null,
    amount numeric(18, 2) not null check (amount > 0),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$')
);

create table erp.payment_allocations (
    allocation_id bigint generated always as identity primary key,
    payment_id bigint not null references erp.payments,
    invoice_id bigint not null references erp.invoices,
    amount numeric(18, 2) not null check (amount > 0),
    unique (payment_id, invoice_id)
);
