-- Goods kept for a line of an order, until they are delivered or let go.
create table erp.stock_reservations (
    stock_reservation_id bigint generated always as identity primary key,
    order_line_id bigint not null references erp.sales_order_lines,
    product_id bigint not null references erp.products,
    location_id bigint not null references erp.locations,
    quantity numeric(18, 4) not null check (quantity >= 0),
    reserved_on date not null,
    constraint one_reservation_a_place unique (order_line_id, location_id)
);
create index on erp.stock_reservations (product_id, location_id) where quantity > 0;

-- Nobody is promised what another one was; goods that are lost afterwards may still leave less.
create function erp.refuse_over_reservation() returns trigger language plpgsql as $$
declare
    place record;
    ordered record;
    here numeric;
    kept numeric;
begin
    select location_code, company_id into place
    from erp.locations where location_id = new.location_id;
    select order_number, company_id into ordered
    from erp.sales_order_lines join erp.sales_orders using (order_id)
    where order_line_id = new.order_line_id;
    if place.company_id <> ordered.company_id then
        raise exception '% is a place of company %: order % is of company %.',
            place.location_code, place.company_id, ordered.order_number, ordered.company_id
            using errcode = '23514';
    end if;
    perform erp.hold_stock(place.company_id, array[new.product_id]);
    select coalesce(sum(quantity), 0) into here from erp.stock_quantities
    where product_id = new.product_id and location_id = new.location_id;
    select sum(quantity) into kept from erp.stock_reservations
    where product_id = new.product_id and location_id = new.location_id and quantity > 0;
    if kept > here then
        raise exception 'In %, % would be reserved of % there.',
            place.location_code, trim_scale(kept), trim_scale(here) using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger reserved_is_there after insert on erp.stock_reservations
    for each row when (new.quantity > 0) execute function erp.refuse_over_reservation();
create trigger reserved_later_is_there
    after update of quantity, order_line_id, location_id, product_id on erp.stock_reservations
    for each row when (
        new.quantity > old.quantity
        or (new.order_line_id, new.location_id, new.product_id)
            <> (old.order_line_id, old.location_id, old.product_id)
    ) execute function erp.refuse_over_reservation();

select erp.follow('erp.stock_reservations');
