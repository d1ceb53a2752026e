-- What output_quantity of a product is made of, from a day to a day, both included.
create table erp.bills_of_materials (
    bill_of_materials_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    output_quantity numeric(18, 4) not null default 1 check (output_quantity > 0),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_bill_a_day exclude using gist (
        int8range(product_id, product_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
create table erp.bom_lines (
    bom_line_id bigint generated always as identity primary key,
    bill_of_materials_id bigint not null references erp.bills_of_materials,
    line_number integer not null check (line_number > 0),
    component_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    scrap_rate numeric(9, 6) not null default 0 check (scrap_rate >= 0 and scrap_rate < 1),
    unique (bill_of_materials_id, line_number),
    constraint a_component_once unique (bill_of_materials_id, component_id)
);

-- On no day may a product be made of itself, however many steps down. Two transactions may each
-- bring half of a circle, so whoever changes a bill waits for the other.
create function erp.refuse_bill_circle() returns trigger language plpgsql as $$
declare
    circle record;
begin
    perform pg_advisory_xact_lock(hashtextextended('erp.bills_of_materials', 0));
    with recursive parts as (
        select bills.product_id as made, lines.component_id as part,
            daterange(bills.valid_from, bills.valid_to, '[]') as during
        from erp.bills_of_materials as bills
        join erp.bom_lines as lines using (bill_of_materials_id)
        where bill_of_materials_id in (select bill_of_materials_id from changed)
        union
        select parts.made, lines.component_id,
            parts.during * daterange(bills.valid_from, bills.valid_to, '[]')
        from parts
        join erp.bills_of_materials as bills on bills.product_id = parts.part
            and parts.during && daterange(bills.valid_from, bills.valid_to, '[]')
        join erp.bom_lines as lines using (bill_of_materials_id)
        where parts.part <> parts.made
    )
    select product_number, lower(during) as since into circle
    from parts join erp.products on product_id = made
    where part = made
    limit 1;
    if found then
        raise exception 'Product % would be made of itself on %.',
            circle.product_number, circle.since using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger not_of_itself after insert on erp.bom_lines
    referencing new table as changed
    for each statement execute function erp.refuse_bill_circle();
create trigger not_of_itself_later after update on erp.bom_lines
    referencing new table as changed
    for each statement execute function erp.refuse_bill_circle();
create trigger not_of_itself_later after update on erp.bills_of_materials
    referencing new table as changed
    for each statement execute function erp.refuse_bill_circle();

-- Where work is done: what an hour costs there, and how many hours there are on a working day.
create table erp.work_centres (
    work_centre_id bigint generated always as identity primary key,
    work_centre_code text not null unique check (work_centre_code <> ''),
    name text not null check (name <> ''),
    hourly_cost numeric(18, 4) not null check (hourly_cost >= 0),
    hours_per_day numeric(9, 4) not null default 7 check (hours_per_day > 0),
    cost_centre_id bigint references erp.cost_centres
);

-- How a product is made, step by step, from a day to a day, both included.
create table erp.routings (
    routing_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    lot_quantity numeric(18, 4) not null default 1 check (lot_quantity > 0),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_routing_a_day exclude using gist (
        int8range(product_id, product_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
create table erp.routing_operations (
    routing_operation_id bigint generated always as identity primary key,
    routing_id bigint not null references erp.routings,
    operation_number integer not null check (operation_number > 0),
    work_centre_id bigint not null references erp.work_centres,
    name text not null check (name <> ''),
    setup_hours numeric(18, 6) not null default 0 check (setup_hours >= 0),
    run_hours numeric(18, 6) not null default 0 check (run_hours >= 0),
    unique (routing_id, operation_number)
);
