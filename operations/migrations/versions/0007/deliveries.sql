alter table erp.deliveries
    add column freight_cost_amount numeric(18, 2) not null default 0
        check (freight_cost_amount >= 0);
