-- What leaves, what is cancelled and what is invoiced, against what was ordered.
create or replace function erp.refuse_over_delivery() returns trigger language plpgsql as $$
declare
    ordered numeric;
    cancelled numeric;
    delivered numeric;
begin
    select quantity, cancelled_quantity into ordered, cancelled from erp.sales_order_lines
    where order_line_id = new.order_line_id for update;
    select sum(quantity) into delivered from erp.delivery_lines
    where order_line_id = new.order_line_id;
    if delivered > ordered - cancelled then
        raise exception 'Order line %: % delivered of % ordered and % cancelled.',
            new.order_line_id, delivered, ordered, cancelled using errcode = '23514';
    end if;
    return null;
end
$$;
drop trigger delivered_is_ordered on erp.delivery_lines;
create trigger delivered_is_ordered after update on erp.delivery_lines
    for each row execute function erp.refuse_over_delivery();

-- Once for all lines of a document, which are written by one statement.
create function erp.refuse_over_new_delivery() returns trigger language plpgsql as $$
declare
    refused record;
begin
    perform from erp.sales_order_lines where order_line_id = any(array(select order_line_id from added))
    order by order_line_id for update;
    select order_line_id, lines.quantity, cancelled_quantity, delivered.quantity as delivered
    into refused
    from erp.sales_order_lines as lines
    join (select order_line_id, sum(quantity) as quantity from erp.delivery_lines
        where order_line_id = any(array(select order_line_id from added))
        group by order_line_id) as delivered using (order_line_id)
    where delivered.quantity > lines.quantity - cancelled_quantity limit 1;
    if found then
        raise exception 'Order line %: % delivered of % ordered and % cancelled.',
            refused.order_line_id, refused.delivered, refused.quantity,
            refused.cancelled_quantity using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger delivered_is_ordered_for_new
    after insert on erp.delivery_lines referencing new table as added
    for each statement execute function erp.refuse_over_new_delivery();

create trigger delivered_is_not_cancelled
    after update of quantity, cancelled_quantity on erp.sales_order_lines
    for each row execute function erp.refuse_over_delivery();

-- The line bears the sum of its cancellations, so that nobody has to add them up.
create function erp.sum_cancellations() returns trigger language plpgsql as $$
begin
    update erp.sales_order_lines as lines
    set cancelled_quantity = (select coalesce(sum(quantity), 0)
        from erp.sales_order_cancellations as cancelled
        where cancelled.order_line_id = lines.order_line_id)
    where order_line_id in (
        case when tg_op <> 'DELETE' then new.order_line_id end,
        case when tg_op <> 'INSERT' then old.order_line_id end
    );
    return null;
end
$$;
create trigger cancelled_on_the_line
    after insert or update or delete on erp.sales_order_cancellations
    for each row execute function erp.sum_cancellations();

create function erp.refuse_held_delivery() returns trigger language plpgsql as $$
begin
    if exists (select from erp.sales_order_holds
        where order_id = new.order_id and released_on is null) then
        raise exception 'Order with the key % is on hold: nothing of it is delivered.', new.order_id
            using errcode = '23514', hint = 'Release the order first.';
    end if;
    return new;
end
$$;
create trigger not_on_hold before insert or update of order_id on erp.deliveries
    for each row execute function erp.refuse_held_delivery();

create function erp.refuse_over_invoicing() returns trigger language plpgsql as $$
declare
    delivered numeric;
    invoiced numeric;
begin
    perform from erp.sales_order_lines where order_line_id = new.order_line_id for update;
    select coalesce(sum(quantity), 0) into delivered from erp.delivery_lines
    where order_line_id = new.order_line_id;
    select sum(quantity) into invoiced from erp.invoice_lines
    where order_line_id = new.order_line_id;
    if invoiced > delivered then
        raise exception 'Order line %: % invoiced of % delivered.',
            new.order_line_id, invoiced, delivered using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger invoiced_is_delivered
    after update of order_line_id, quantity on erp.invoice_lines
    for each row execute function erp.refuse_over_invoicing();

create function erp.refuse_over_new_invoicing() returns trigger language plpgsql as $$
declare
    refused record;
begin
    perform from erp.sales_order_lines where order_line_id = any(array(select order_line_id from added))
    order by order_line_id for update;
    select order_line_id, invoiced.quantity, coalesce(delivered.quantity, 0) as delivered
    into refused
    from (select order_line_id, sum(quantity) as quantity from erp.invoice_lines
        where order_line_id = any(array(select order_line_id from added))
        group by order_line_id) as invoiced
    left join (select order_line_id, sum(quantity) as quantity from erp.delivery_lines
        where order_line_id = any(array(select order_line_id from added))
        group by order_line_id) as delivered using (order_line_id)
    where invoiced.quantity > coalesce(delivered.quantity, 0) limit 1;
    if found then
        raise exception 'Order line %: % invoiced of % delivered.',
            refused.order_line_id, refused.quantity, refused.delivered using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger invoiced_is_delivered_for_new
    after insert on erp.invoice_lines referencing new table as added
    for each statement execute function erp.refuse_over_new_invoicing();
