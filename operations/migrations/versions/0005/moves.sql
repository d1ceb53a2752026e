-- The only truth about where goods are: never changed, corrected by another move.
create table erp.stock_moves (
    stock_move_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    product_id bigint not null references erp.products,
    lot_id bigint references erp.lots,
    from_location_id bigint not null references erp.locations,
    to_location_id bigint not null references erp.locations,
    quantity numeric(18, 4) not null check (quantity > 0),
    moved_on date not null,
    document_type text not null check (document_type <> ''),
    document_number text not null check (document_number <> ''),
    line_number integer not null check (line_number > 0),
    constraint somewhere_else check (from_location_id <> to_location_id),
    constraint from_its_company foreign key (from_location_id, company_id)
        references erp.locations (location_id, company_id),
    constraint to_its_company foreign key (to_location_id, company_id)
        references erp.locations (location_id, company_id),
    constraint lot_of_its_product foreign key (lot_id, product_id)
        references erp.lots (lot_id, product_id)
);
create index on erp.stock_moves (product_id, moved_on);
create index on erp.stock_moves (company_id, document_number);

-- The sum of the moves, kept by them: what is on hand. Nobody else writes it.
create table erp.stock_quantities (
    stock_quantity_id bigint generated always as identity primary key,
    company_id bigint not null references erp.companies,
    product_id bigint not null references erp.products,
    location_id bigint not null references erp.locations,
    lot_id bigint references erp.lots,
    quantity numeric(18, 4) not null,
    last_moved_on date not null,
    constraint one_quantity_a_place unique nulls not distinct (product_id, location_id, lot_id)
);

-- How little lies in a place on some day from a day on: now, less what came since.
create function erp.lowest_quantity(product bigint, location bigint, lot bigint, since date)
returns numeric language sql stable set search_path = pg_catalog as $$
    with later as (
        select moved_on,
            sum(case to_location_id when location then quantity else -quantity end) as change
        from erp.stock_moves
        where product_id = product and lot_id is not distinct from lot and moved_on > since
            and location in (from_location_id, to_location_id)
        group by moved_on
    ),
    sums as (
        select sum(change) over (order by moved_on desc) as change from later
        union all
        select 0
    )
    select (
        select coalesce(sum(quantity), 0) from erp.stock_quantities
        where product_id = product and location_id = location and lot_id is not distinct from lot
    ) - max(change)
    from sums
$$;

-- Two writers of one product wait here for each other: the second adds to what the first has left,
-- so the last piece goes once. Looked at for whoever writes moves, past the command too. What is
-- dated back must have been there then, and since.
create function erp.keep_quantities() returns trigger language plpgsql security definer
set search_path = pg_catalog as $$
declare
    refused record;
begin
    select product_number into refused
    from added join erp.products using (product_id)
    where is_lot_tracked and lot_id is null limit 1;
    if found then
        raise exception 'Product % is tracked by lot: each of its moves names one.',
            refused.product_number using errcode = '23514';
    end if;
    for refused in
        with changes as (
            select company_id, product_id, to_location_id as location_id, lot_id, quantity,
                moved_on from added
            union all
            select company_id, product_id, from_location_id, lot_id, -quantity, moved_on from added
        ),
        sums as (
            select changes.company_id, product_id, location_id, lot_id, sum(quantity) as quantity,
                max(moved_on) as last_on, min(moved_on) as first_on
            from changes join erp.locations using (location_id)
            where is_counted
            group by changes.company_id, product_id, location_id, lot_id
        ),
        kept as (
            insert into erp.stock_quantities as kept
                (company_id, product_id, location_id, lot_id, quantity, last_moved_on)
            select company_id, product_id, location_id, lot_id, quantity, last_on
            from sums order by product_id, location_id, lot_id
            on conflict (product_id, location_id, lot_id) do update
                set quantity = kept.quantity + excluded.quantity,
                    last_moved_on = greatest(kept.last_moved_on, excluded.last_moved_on)
            returning product_id, location_id, lot_id, quantity, last_moved_on
        )
        select kept.*, first_on from kept
        join sums on sums.product_id = kept.product_id and sums.location_id = kept.location_id
            and sums.lot_id is not distinct from kept.lot_id
        where kept.quantity < 0 or sums.quantity < 0 and first_on < last_moved_on
    loop
        if refused.quantity >= 0 then
            refused.quantity := erp.lowest_quantity(
                refused.product_id, refused.location_id, refused.lot_id, refused.first_on
            );
        end if;
        if refused.quantity < 0 then
            perform erp.refuse_negative(
                refused.product_id, refused.location_id, refused.lot_id, refused.quantity
            );
        end if;
    end loop;
    return null;
end
$$;

-- "for share" waits for whoever forbids it just now.
create function erp.refuse_negative(
    product bigint, location bigint, lot bigint, quantity numeric
) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
    place record;
begin
    select location_code, product_number, is_negative_allowed, valuation into place
    from erp.locations cross join erp.products
    where location_id = location and product_id = product
    for share of locations;
    if not place.is_negative_allowed or place.valuation = 'average' or lot is not null then
        raise exception 'Product % would be at % in %: negative stock is forbidden there.',
            place.product_number, trim_scale(quantity), place.location_code
            using errcode = '23514';
    end if;
end
$$;

create trigger quantities_are_kept
    after insert on erp.stock_moves referencing new table as added
    for each statement execute function erp.keep_quantities();

create function erp.refuse_negative_now() returns trigger language plpgsql security definer
set search_path = pg_catalog as $$
begin
    perform erp.refuse_negative(product_id, location_id, lot_id, quantity)
    from erp.stock_quantities
    where location_id = new.location_id and quantity < 0;
    return null;
end
$$;
create trigger nothing_is_negative
    after update of is_negative_allowed on erp.locations
    for each row when (not new.is_negative_allowed) execute function erp.refuse_negative_now();

create function erp.refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of %.% are never changed: write another one that corrects them.',
        tg_table_schema, tg_table_name using errcode = '23514';
end
$$;
create trigger never_changed before update or delete or truncate on erp.stock_moves
    for each statement execute function erp.refuse_rewriting();

-- Before erp.follow, which makes none for a reference that an index begins with.
create index on erp.stock_moves (from_location_id, product_id);
create index on erp.stock_moves (to_location_id, product_id);
select erp.follow('erp.stock_moves');
select erp.follow('erp.stock_quantities');
