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

-- What was validated stands: another count corrects it.
create function erp.refuse_recount() returns trigger language plpgsql as $$
declare
    counted record;
begin
    select stock_count_number, status into counted from erp.stock_counts
    where stock_count_id = new.stock_count_id;
    if counted.status <> 'open' then
        raise exception 'Count % is %: its lines stand.', counted.stock_count_number, counted.status
            using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger count_is_open before insert or update on erp.stock_count_lines
    for each row execute function erp.refuse_recount();

select erp.follow('erp.stock_counts');
select erp.follow('erp.stock_count_lines');

comment on table erp.stock_counts is 'One row per count of what lies in a place.';
comment on table erp.stock_count_lines is 'One row per product, and lot, to be counted.';
comment on column erp.stock_count_lines.expected_quantity is 'What the books said when it was counted.';
comment on column erp.stock_count_lines.counted_quantity is 'What was there; null: not counted yet.';
comment on column erp.stock_count_lines.difference_amount is 'Worth of what was found above it; below zero for what was missing.';
