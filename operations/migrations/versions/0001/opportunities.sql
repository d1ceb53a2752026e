create table crm.opportunity_stages (
    stage text primary key,
    position integer not null unique,
    probability numeric(9, 6) not null check (probability between 0 and 1),
    outcome text not null check (outcome in ('open', 'won', 'lost'))
);
insert into crm.opportunity_stages (stage, position, probability, outcome) values
    ('prospecting', 1, 0.10, 'open'),
    ('qualified', 2, 0.25, 'open'),
    ('proposal', 3, 0.50, 'open'),
    ('negotiation', 4, 0.75, 'open'),
    ('won', 5, 1, 'won'),
    ('lost', 6, 0, 'lost');

create table crm.opportunities (
    opportunity_id bigint generated always as identity primary key,
    opportunity_number text not null unique,
    account_id bigint not null references crm.accounts,
    name text not null check (name <> ''),
    stage text not null references crm.opportunity_stages,
    amount numeric(18, 2) check (amount >= 0),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
    product_id bigint references erp.products,
    owner_name text,
    created_on date not null,
    expected_close_on date,
    closed_on date check (closed_on >= created_on),
    lost_reason text,
    constraint closed_when_decided check ((closed_on is not null) = (stage in ('won', 'lost')))
);

create table crm.opportunity_stage_changes (
    change_id bigint generated always as identity primary key,
    opportunity_id bigint not null references crm.opportunities,
    changed_on date not null,
    from_stage text references crm.opportunity_stages,
    to_stage text not null references crm.opportunity_stages
);
