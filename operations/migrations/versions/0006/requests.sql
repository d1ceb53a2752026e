-- What somebody needs, and who let it be bought.
create table erp.purchase_requests (
    purchase_request_id bigint generated always as identity primary key,
    purchase_request_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    requester_id bigint not null references erp.employees,
    requested_on date not null,
    needed_on date not null check (needed_on >= requested_on),
    status text not null check (status in ('open', 'approved', 'rejected', 'ordered')),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0)
);

create table erp.purchase_request_lines (
    purchase_request_line_id bigint generated always as identity primary key,
    purchase_request_id bigint not null references erp.purchase_requests,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price_base numeric(18, 4) not null check (unit_price_base >= 0),
    net_amount_base numeric(18, 2) not null check (net_amount_base >= 0),
    unique (purchase_request_id, line_number)
);

create table erp.approval_rules (
    approval_rule_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    above_amount numeric(18, 2) not null check (above_amount >= 0),
    approvals_needed integer not null check (approvals_needed > 0),
    constraint one_rule_an_amount unique (company_id, above_amount)
);

create table erp.approvals (
    approval_id bigint generated always as identity primary key,
    purchase_request_id bigint not null references erp.purchase_requests,
    approver_id bigint not null references erp.employees,
    decided_on date not null,
    decision text not null check (decision in ('approved', 'rejected')),
    reason text,
    constraint one_decision_an_approver unique (purchase_request_id, approver_id),
    constraint rejected_for_a_reason check (decision = 'approved' or reason <> '')
);

-- Money is spent by it, so whoever writes past the command is held to it too.
create function erp.require_authority() returns trigger language plpgsql as $$
declare
    asked record;
begin
    select purchase_request_number, requester_id, net_amount_base, approval_limit into asked
    from erp.purchase_requests
    join erp.employees on employee_id = new.approver_id
    where purchase_request_id = new.purchase_request_id;
    if asked.requester_id = new.approver_id then
        raise exception 'Request % is decided by whoever asked for it.',
            asked.purchase_request_number using errcode = '23514';
    end if;
    if new.decision = 'approved' and coalesce(asked.approval_limit, 0) < asked.net_amount_base then
        raise exception 'Request % of % is above the limit of its approver: %.',
            asked.purchase_request_number, asked.net_amount_base,
            coalesce(asked.approval_limit, 0) using errcode = '23514';
    end if;
    return null;
end
$$;

create trigger approver_may
    after insert or update on erp.approvals
    for each row execute function erp.require_authority();

select erp.follow('erp.purchase_requests');
select erp.follow('erp.purchase_request_lines');
select erp.follow('erp.approval_rules');
select erp.follow('erp.approvals');

comment on table erp.purchase_requests is 'One row per request to buy.';
comment on column erp.purchase_requests.net_amount_base is 'Estimated worth ex VAT, in company currency: what is approved.';
comment on column erp.purchase_requests.status is 'open until decided; ordered once an order was made of it.';
comment on table erp.purchase_request_lines is 'One row per line of a request to buy.';
comment on column erp.purchase_request_lines.unit_price_base is 'Estimated price of one unit ex VAT, in company currency.';
comment on table erp.approval_rules is 'One row per company and amount from which requests need more than one approval.';
comment on column erp.approval_rules.above_amount is 'Requests above it need so many approvals, in company currency.';
comment on table erp.approvals is 'One row per decision of an employee on a request to buy.';
