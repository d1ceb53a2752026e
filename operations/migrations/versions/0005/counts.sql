-- What somebody counted in a place, against what the books said when he counted.
create table erp.stock_counts (
    stock_count_id bigint generated always as identity primary key,
    stock_count_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    location_id bigint not null references erp.locations,
    opened_on date not null,
    validated_on date check (validated_on >= opened_on),
    status text not null default 'open' check (status in ('open', 'validated', 'cancelled')),
    constraint validated_on_a_day check ((status = 'validated') = (validated_on is not null))
);

create table erp.stock_count_lines (
    stock_count_line_id bigint generated always as identity primary key,
    stock_count_id bigint not null references erp.stock_counts,
    product_id bigint not null references erp.products,
    lot_id bigint references erp.lots,
    expected_quantity numeric(18, 4),
    counted_quantity numeric(18, 4) check (counted_quantity >= 0),
    difference_amount numeric(18, 2),
    stock_move_id bigint references erp.stock_moves,
    constraint counted_against_something check (
        (counted_quantity is null) = (expected_quantity is null)
    ),
    constraint one_line_a_lot unique nulls not distinct (stock_count_id, product_id, lot_id),
    constraint lot_of_its_product foreign key (lot_id, product_id)
        references erp.lots (lot_id, product_id)
);

create index open_counts_of_a_place on erp.stock_counts (location_id) where status = 'open';

-- What was validated stands: another count corrects it. A product stands in one open count of a
-- place only, or both would correct the same difference; the place is the lock.
create function erp.refuse_recount() returns trigger language plpgsql as $$
declare
    counted record;
    other text;
begin
    select stock_count_number, status, location_id into counted from erp.stock_counts
    where stock_count_id = new.stock_count_id;
    if counted.status <> 'open' then
        raise exception 'Count % is %: its lines stand.', counted.stock_count_number, counted.status
            using errcode = '23514';
    end if;
    if tg_op = 'INSERT'
        or (new.stock_count_id, new.product_id) <> (old.stock_count_id, old.product_id)
    then
        perform from erp.locations where location_id = counted.location_id for no key update;
        select stock_count_number into other
        from erp.stock_counts join erp.stock_count_lines using (stock_count_id)
        where location_id = counted.location_id and status = 'open'
            and stock_count_id <> new.stock_count_id and product_id = new.product_id
        limit 1;
        if found then
            raise exception 'Count %: product % stands in count % of the same place, which is open.',
                counted.stock_count_number, new.product_id, other using errcode = '23514';
        end if;
    end if;
    return new;
end
$$;
create trigger count_is_open before insert or update on erp.stock_count_lines
    for each row execute function erp.refuse_recount();

create function erp.refuse_reopened_count() returns trigger language plpgsql as $$
begin
    if new.location_id <> old.location_id or new.status <> old.status and old.status <> 'open' then
        raise exception 'Count % is % and stands: open another.', old.stock_count_number, old.status
            using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger count_stands before update on erp.stock_counts
    for each row execute function erp.refuse_reopened_count();

select erp.follow('erp.stock_counts');
select erp.follow('erp.stock_count_lines');

comment on table erp.stock_counts is 'One row per count of what lies in a place.';
comment on table erp.stock_count_lines is 'One row per product, and lot, to be counted.';
comment on column erp.stock_count_lines.expected_quantity is 'What the books said when it was counted.';
comment on column erp.stock_count_lines.counted_quantity is 'What was there; null: not counted yet.';
comment on column erp.stock_count_lines.difference_amount is 'Worth of what was found above it; below zero for what was missing.';
