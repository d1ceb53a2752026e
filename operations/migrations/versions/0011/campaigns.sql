create table crm.campaigns (
    campaign_id bigint generated always as identity primary key,
    campaign_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    name text not null check (name <> ''),
    channel text not null check (
        channel in ('email', 'phone', 'post', 'event', 'search', 'social', 'partner', 'press')
    ),
    status text not null default 'planned'
        check (status in ('planned', 'running', 'ended', 'cancelled')),
    starts_on date not null,
    ends_on date,
    currency_code char(3) not null default 'EUR' references erp.currencies,
    owner_id bigint references erp.employees,
    owner_name text,
    constraint ends_after_it_starts check (ends_on >= starts_on)
);

-- What a campaign is planned to cost and what it did; a line below zero takes back an earlier one.
create table crm.campaign_costs (
    campaign_cost_id bigint generated always as identity primary key,
    campaign_id bigint not null references crm.campaigns,
    kind text not null check (kind in ('planned', 'actual')),
    incurred_on date not null,
    label text not null check (label <> ''),
    amount numeric(18, 2) not null check (amount <> 0),
    supplier_id bigint references erp.suppliers,
    reference text
);
