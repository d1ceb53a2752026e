-- Freight, duties and insurance that arrive after the goods, allocated to what was received.
create table erp.landed_costs (
    landed_cost_id bigint generated always as identity primary key,
    landed_cost_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    supplier_invoice_id bigint not null references erp.supplier_invoices,
    kind text not null check (kind in ('freight', 'customs', 'insurance', 'other')),
    basis text not null check (basis in ('value', 'quantity', 'weight')),
    posted_on date not null,
    amount_base numeric(18, 2) not null check (amount_base > 0)
);
create index on erp.landed_costs (posted_on);

create table erp.landed_cost_allocations (
    landed_cost_allocation_id bigint generated always as identity primary key,
    landed_cost_id bigint not null references erp.landed_costs,
    receipt_line_id bigint not null references erp.receipt_lines,
    product_id bigint not null references erp.products,
    basis_measure numeric(18, 4) not null check (basis_measure > 0),
    quantity_on_hand numeric(18, 4) not null check (quantity_on_hand >= 0),
    quantity_left numeric(18, 4) not null check (quantity_left >= 0),
    amount_base numeric(18, 2) not null check (amount_base >= 0),
    stock_amount_base numeric(18, 2) not null check (stock_amount_base >= 0),
    cost_amount_base numeric(18, 2) not null check (cost_amount_base >= 0),
    constraint one_allocation_a_line unique (landed_cost_id, receipt_line_id),
    constraint stock_and_cost check (amount_base = stock_amount_base + cost_amount_base)
);

-- Looked at when the transaction commits: a cost is allocated whole.
create function erp.require_allocated() returns trigger language plpgsql as $$
declare
    cost record;
begin
    select landed_cost_number, landed_costs.amount_base,
        coalesce(sum(allocations.amount_base), 0) as allocated
    into cost
    from erp.landed_costs
    left join erp.landed_cost_allocations as allocations using (landed_cost_id)
    where landed_cost_id = new.landed_cost_id
    group by landed_cost_id;
    if cost.allocated <> cost.amount_base then
        raise exception 'Landed cost %: % allocated of %.',
            cost.landed_cost_number, cost.allocated, cost.amount_base using errcode = '23514';
    end if;
    return null;
end
$$;

create constraint trigger allocated_whole
    after insert or update on erp.landed_costs deferrable initially deferred
    for each row execute function erp.require_allocated();
create constraint trigger allocation_is_whole
    after insert or update on erp.landed_cost_allocations deferrable initially deferred
    for each row execute function erp.require_allocated();

select erp.follow('erp.landed_costs');
select erp.follow('erp.landed_cost_allocations');

comment on table erp.landed_costs is 'One row per cost that goods bear beside their price.';
comment on column erp.landed_costs.amount_base is 'What is allocated ex VAT, in company currency.';
comment on table erp.landed_cost_allocations is 'One row per landed cost and receipt line that bears a part of it.';
comment on column erp.landed_cost_allocations.basis_measure is 'Value, quantity or weight of the line, by which it was allocated.';
comment on column erp.landed_cost_allocations.quantity_on_hand is 'How much of the line was in the stock on that day, first in first out.';
comment on column erp.landed_cost_allocations.quantity_left is 'How much of it had been sold or used by then: its part is cost of sales.';
comment on column erp.landed_cost_allocations.stock_amount_base is 'Part that raised the value of the stock.';
comment on column erp.landed_cost_allocations.cost_amount_base is 'Part that is cost of what had left.';
