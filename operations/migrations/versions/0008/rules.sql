-- Nothing goes into an order, comes out of it or is worked on it but while it is released. "for
-- share" waits for whoever closes it just now.
create function erp.require_released(production_order bigint) returns void language plpgsql as $$
declare
    made record;
begin
    select production_order_number, status into made from erp.production_orders
    where production_order_id = production_order for share;
    if made.status <> 'released' then
        raise exception 'Production order % is %: nothing is reported on it.',
            made.production_order_number, made.status using errcode = '23514';
    end if;
end
$$;

create function erp.refuse_issue() returns trigger language plpgsql as $$
declare
    place record;
    issued numeric;
begin
    select production_order_id, production_order_number into place
    from erp.production_components join erp.production_orders using (production_order_id)
    where production_component_id = new.production_component_id;
    perform erp.require_released(place.production_order_id);
    if new.quantity < 0 then
        perform from erp.production_components
        where production_component_id = new.production_component_id for update;
        select sum(quantity) into issued from erp.production_issues
        where production_component_id = new.production_component_id;
        if issued < 0 then
            raise exception 'Production order %: % more would come back than went in.',
                place.production_order_number, trim_scale(-issued) using errcode = '23514';
        end if;
    end if;
    return null;
end
$$;
create trigger issued_to_a_released_order after insert on erp.production_issues
    for each row execute function erp.refuse_issue();

create function erp.refuse_over_output() returns trigger language plpgsql as $$
declare
    made record;
    good numeric;
begin
    perform erp.require_released(new.production_order_id);
    select production_order_number, quantity * (1 + over_output_rate) as allowed into made
    from erp.production_orders where production_order_id = new.production_order_id for update;
    select sum(good_quantity) into good from erp.production_outputs
    where production_order_id = new.production_order_id;
    if good > made.allowed then
        raise exception 'Production order %: % made of % allowed.',
            made.production_order_number, trim_scale(good), trim_scale(made.allowed)
            using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger made_is_ordered after insert on erp.production_outputs
    for each row execute function erp.refuse_over_output();

create function erp.refuse_late_work() returns trigger language plpgsql as $$
begin
    perform erp.require_released(production_order_id) from erp.production_operations
    where production_operation_id = new.production_operation_id;
    return null;
end
$$;
create trigger worked_on_a_released_order after insert on erp.production_times
    for each row execute function erp.refuse_late_work();

create trigger never_changed before update or delete or truncate on erp.production_issues
    for each statement execute function erp.refuse_rewriting();
create trigger never_changed before update or delete or truncate on erp.production_outputs
    for each statement execute function erp.refuse_rewriting();
create trigger never_changed before update or delete or truncate on erp.production_times
    for each statement execute function erp.refuse_rewriting();

create function erp.refuse_reopening() returns trigger language plpgsql as $$
begin
    raise exception 'Production order % is %: it stays so.', old.production_order_number,
        old.status using errcode = '23514';
end
$$;
create trigger closed_stays_closed before update on erp.production_orders
    for each row when (old.status in ('closed', 'cancelled'))
    execute function erp.refuse_reopening();
