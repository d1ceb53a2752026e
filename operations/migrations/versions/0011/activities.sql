create table crm.activities (
    activity_id bigint generated always as identity primary key,
    activity_number text not null unique,
    kind text not null check (kind in ('mail', 'call', 'meeting', 'task')),
    direction text check (direction in ('inbound', 'outbound')),
    subject text not null check (subject <> ''),
    account_id bigint references crm.accounts,
    contact_id bigint references crm.contacts,
    lead_id bigint references crm.leads,
    opportunity_id bigint references crm.opportunities,
    ticket_id bigint references crm.tickets,
    owner_id bigint references erp.employees,
    owner_name text,
    planned_at timestamptz not null,
    due_on date,
    done_at timestamptz,
    outcome text check (outcome <> ''),
    cancelled_at timestamptz,
    cancelled_reason text check (cancelled_reason <> ''),
    follows_id bigint references crm.activities,
    constraint about_something check (
        num_nonnulls(account_id, contact_id, lead_id, opportunity_id, ticket_id) > 0
    ),
    constraint done_with_an_outcome check ((done_at is null) = (outcome is null)),
    constraint cancelled_with_a_reason
        check ((cancelled_at is null) = (cancelled_reason is null)),
    constraint done_or_cancelled check (num_nonnulls(done_at, cancelled_at) < 2),
    constraint follows_another check (follows_id <> activity_id)
);
