alter table erp.sales_orders
    add column exchange_rate numeric(18, 8) not null default 1 check (exchange_rate > 0),
    add column seller_id bigint references erp.employees,
    drop constraint sales_orders_status_check,
    add constraint sales_orders_status_check
        check (status in ('open', 'delivered', 'invoiced', 'cancelled'));
create index on erp.sales_orders (seller_id);

alter table erp.sales_order_lines
    add column net_amount_base numeric(18, 2) check (net_amount_base >= 0),
    add column promised_on date,
    add column cancelled_quantity numeric(18, 4) not null default 0,
    add column commission_rate numeric(9, 6) not null default 0
        check (commission_rate between 0 and 1),
    add constraint cancelled_is_ordered check (cancelled_quantity between 0 and quantity);
update erp.sales_order_lines as lines
set net_amount_base = net_amount, promised_on = orders.promised_on
from erp.sales_orders as orders where orders.order_id = lines.order_id;
alter table erp.sales_order_lines alter column net_amount_base set not null;

-- What was promised and when it was said: a punctual delivery keeps its first promise, whatever
-- was told later.
create table erp.sales_order_promises (
    promise_id bigint generated always as identity primary key,
    order_line_id bigint not null references erp.sales_order_lines,
    promised_on date not null,
    told_on date not null,
    reason text check (reason <> '')
);
insert into erp.sales_order_promises (order_line_id, promised_on, told_on)
select order_line_id, lines.promised_on, ordered_on
from erp.sales_order_lines as lines join erp.sales_orders using (order_id)
where lines.promised_on is not null order by order_line_id;

create table erp.sales_order_cancellations (
    cancellation_id bigint generated always as identity primary key,
    order_line_id bigint not null references erp.sales_order_lines,
    cancelled_on date not null,
    quantity numeric(18, 4) not null check (quantity > 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    reason text not null check (reason <> '')
);

create table erp.sales_order_holds (
    hold_id bigint generated always as identity primary key,
    order_id bigint not null references erp.sales_orders,
    held_on date not null,
    exposure_amount numeric(18, 2) not null,
    credit_limit_amount numeric(18, 2) not null,
    released_on date check (released_on >= held_on),
    released_by bigint references erp.employees,
    release_reason text,
    constraint released_by_somebody check (
        (released_on is null) = (released_by is null)
        and (released_on is null) = (release_reason is null)
    )
);
create unique index one_hold_at_a_time on erp.sales_order_holds (order_id)
    where released_on is null;
