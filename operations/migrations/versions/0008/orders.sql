insert into erp.ledger_accounts (account_code, name) values
    ('7133', 'Variation des en-cours de production de biens')
on conflict do nothing;

-- So much of a product is made by a day, from components and by steps as they were when planned.
create table erp.production_orders (
    production_order_id bigint generated always as identity primary key,
    production_order_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    product_id bigint not null references erp.products,
    location_id bigint not null references erp.locations,
    bill_of_materials_id bigint references erp.bills_of_materials,
    routing_id bigint references erp.routings,
    quantity numeric(18, 4) not null check (quantity > 0),
    over_output_rate numeric(9, 6) not null default 0 check (over_output_rate between 0 and 1),
    planned_on date not null,
    start_on date not null,
    due_on date not null check (due_on >= start_on),
    status text not null default 'planned'
        check (status in ('planned', 'released', 'closed', 'cancelled')),
    released_on date check (released_on >= planned_on),
    closed_on date check (closed_on >= released_on),
    expected_material_cost numeric(18, 4),
    expected_work_cost numeric(18, 4),
    material_amount numeric(18, 2),
    work_amount numeric(18, 2),
    output_amount numeric(18, 2),
    variance_amount numeric(18, 2),
    stock_amount numeric(18, 2),
    constraint made_of_something check (num_nonnulls(bill_of_materials_id, routing_id) > 0),
    constraint released_on_a_day check (
        (status in ('released', 'closed')) <= (released_on is not null)
        and (status = 'closed') = (closed_on is not null)
    ),
    constraint closed_with_its_costs check (
        num_nonnulls(material_amount, work_amount, output_amount, variance_amount, stock_amount)
            = case status when 'closed' then 5 else 0 end
    ),
    -- What it has cost is in the stock, as output or on top of it, or it is a variance.
    constraint costs_are_somewhere check (
        material_amount + work_amount = output_amount + stock_amount + variance_amount
    )
);
create index on erp.production_orders (company_id, product_id)
    where status in ('planned', 'released');

create table erp.production_components (
    production_component_id bigint generated always as identity primary key,
    production_order_id bigint not null references erp.production_orders,
    line_number integer not null check (line_number > 0),
    component_id bigint not null references erp.products,
    required_quantity numeric(18, 4) not null check (required_quantity >= 0),
    unique (production_order_id, line_number),
    constraint one_line_a_component unique (production_order_id, component_id)
);

create table erp.production_operations (
    production_operation_id bigint generated always as identity primary key,
    production_order_id bigint not null references erp.production_orders,
    operation_number integer not null check (operation_number > 0),
    work_centre_id bigint not null references erp.work_centres,
    name text not null check (name <> ''),
    planned_hours numeric(18, 6) not null check (planned_hours >= 0),
    hourly_cost numeric(18, 4) not null check (hourly_cost >= 0),
    unique (production_order_id, operation_number)
);

-- Components that went into an order; below zero what came back of them.
create table erp.production_issues (
    production_issue_id bigint generated always as identity primary key,
    production_component_id bigint not null references erp.production_components,
    issued_on date not null,
    quantity numeric(18, 4) not null check (quantity <> 0),
    cost_amount numeric(18, 2) not null,
    stock_move_id bigint not null references erp.stock_moves,
    constraint cost_of_its_side check (cost_amount = 0 or sign(cost_amount) = sign(quantity))
);

create table erp.production_outputs (
    production_output_id bigint generated always as identity primary key,
    production_order_id bigint not null references erp.production_orders,
    reported_on date not null,
    good_quantity numeric(18, 4) not null check (good_quantity >= 0),
    scrap_quantity numeric(18, 4) not null default 0 check (scrap_quantity >= 0),
    scrap_reason text,
    value_amount numeric(18, 2) not null check (value_amount >= 0),
    stock_move_id bigint references erp.stock_moves,
    constraint something_was_made check (good_quantity + scrap_quantity > 0),
    constraint scrapped_for_a_reason check (scrap_quantity = 0 or scrap_reason <> ''),
    constraint good_goes_into_stock check ((good_quantity > 0) = (stock_move_id is not null)),
    constraint scrap_is_worth_nothing check (good_quantity > 0 or value_amount = 0)
);

create table erp.production_times (
    production_time_id bigint generated always as identity primary key,
    production_operation_id bigint not null references erp.production_operations,
    worked_on date not null,
    hours numeric(18, 6) not null check (hours > 0),
    hourly_cost numeric(18, 4) not null check (hourly_cost >= 0),
    cost_amount numeric(18, 2) not null check (cost_amount >= 0),
    employee_id bigint references erp.employees
);

-- What work has begun and is not in the stock yet, at the end of a month; undone the day after.
create table erp.work_in_progress (
    work_in_progress_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    valued_on date not null,
    amount numeric(18, 2) not null check (amount >= 0),
    entry_id bigint references erp.journal_entries,
    reversal_entry_id bigint references erp.journal_entries,
    constraint valued_once_a_day unique (company_id, valued_on),
    constraint posted_and_undone check (
        num_nonnulls(entry_id, reversal_entry_id) = case when amount = 0 then 0 else 2 end
    )
);
