-- How much of a product should lie in a place, and how it comes there.
create table erp.reorder_rules (
    reorder_rule_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    location_id bigint not null references erp.locations,
    minimum_quantity numeric(18, 4) not null default 0 check (minimum_quantity >= 0),
    maximum_quantity numeric(18, 4) check (maximum_quantity >= minimum_quantity),
    multiple_quantity numeric(18, 4) not null default 1 check (multiple_quantity > 0),
    lead_time_days integer check (lead_time_days between 0 and 730),
    source text check (source in ('make', 'buy')),
    constraint one_reorder_rule_a_place unique (product_id, location_id)
);

create table erp.requirement_runs (
    requirement_run_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    planned_on date not null
);

-- What should be made or bought, and why: the figures that led to it, and the same in words.
create table erp.requirement_proposals (
    requirement_proposal_id bigint generated always as identity primary key,
    requirement_run_id bigint not null references erp.requirement_runs,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    location_id bigint not null references erp.locations,
    source text not null check (source in ('make', 'buy')),
    bom_level integer not null check (bom_level >= 0),
    quantity numeric(18, 4) not null check (quantity > 0),
    order_on date not null,
    needed_on date not null,
    is_late boolean not null,
    demand_quantity numeric(18, 4) not null,
    on_hand_quantity numeric(18, 4) not null,
    on_order_quantity numeric(18, 4) not null,
    minimum_quantity numeric(18, 4) not null,
    reason text not null check (reason <> ''),
    status text not null default 'open'
        check (status in ('open', 'accepted', 'dismissed', 'superseded')),
    production_order_id bigint references erp.production_orders,
    purchase_request_id bigint references erp.purchase_requests,
    unique (requirement_run_id, line_number),
    constraint accepted_as_something check (
        num_nonnulls(production_order_id, purchase_request_id)
            = case status when 'accepted' then 1 else 0 end
    )
);
create index on erp.requirement_proposals (product_id, order_on) where status = 'open';
