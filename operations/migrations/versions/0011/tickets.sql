create table crm.tickets (
    ticket_id bigint generated always as identity primary key,
    ticket_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    subject text not null check (subject <> ''),
    priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    category text not null check (category <> ''),
    channel text not null check (channel in ('email', 'phone', 'web', 'chat', 'visit')),
    status text not null default 'open'
        check (status in ('open', 'waiting', 'resolved', 'closed')),
    account_id bigint not null references crm.accounts,
    contact_id bigint references crm.contacts,
    product_id bigint references erp.products,
    owner_id bigint references erp.employees,
    owner_name text,
    opened_at timestamptz not null,
    opened_on date not null,
    -- Which policy was in force when each promise was given.
    first_response_policy_id bigint not null references crm.sla_policies,
    resolution_policy_id bigint not null references crm.sla_policies,
    first_response_due_at timestamptz not null,
    first_responded_at timestamptz,
    resolution_due_at timestamptz not null,
    resolved_at timestamptz,
    closed_at timestamptz,
    waiting_since timestamptz,
    waited_seconds bigint not null default 0 check (waited_seconds >= 0),
    first_response_seconds bigint check (first_response_seconds >= 0),
    resolution_seconds bigint check (resolution_seconds >= 0),
    reopened_count integer not null default 0 check (reopened_count >= 0),
    is_first_response_breached boolean
        generated always as (first_responded_at > first_response_due_at) stored,
    is_resolution_breached boolean generated always as (resolved_at > resolution_due_at) stored,
    constraint opened_on_its_day
        check (opened_on = (opened_at at time zone 'Europe/Paris')::date),
    constraint responded_after_opened check (first_responded_at >= opened_at),
    constraint resolved_after_response check (resolved_at >= first_responded_at),
    constraint closed_after_resolved check (closed_at >= resolved_at),
    constraint responded_with_its_time
        check ((first_responded_at is null) = (first_response_seconds is null)),
    constraint resolved_with_its_time
        check ((resolved_at is null) = (resolution_seconds is null)),
    constraint waits_since_a_time check ((status = 'waiting') = (waiting_since is not null)),
    constraint resolved_at_a_time
        check ((status in ('resolved', 'closed')) = (resolved_at is not null)),
    constraint resolved_when_answered check (resolved_at is null or first_responded_at is not null),
    constraint closed_at_a_time check ((status = 'closed') = (closed_at is not null))
);
create index on crm.tickets (status);

create table crm.ticket_events (
    ticket_event_id bigint generated always as identity primary key,
    ticket_id bigint not null references crm.tickets,
    kind text not null check (kind in (
        'opened', 'responded', 'priority', 'waiting', 'resumed', 'resolved', 'reopened', 'closed'
    )),
    happened_at timestamptz not null,
    written_by text,
    old_value text,
    new_value text,
    first_response_policy_id bigint not null references crm.sla_policies,
    resolution_policy_id bigint not null references crm.sla_policies,
    first_response_due_at timestamptz not null,
    resolution_due_at timestamptz not null
);
create index on crm.ticket_events (ticket_id, happened_at);
create trigger only_added before update or delete on crm.ticket_events
    for each statement execute function crm.refuse_change();

-- What customers were asked and what they answered: of a ticket (1 to 5), or whether they would
-- recommend the company (0 to 10).
create table crm.surveys (
    survey_id bigint generated always as identity primary key,
    kind text not null check (kind in ('satisfaction', 'nps')),
    ticket_id bigint references crm.tickets,
    account_id bigint not null references crm.accounts,
    contact_id bigint references crm.contacts,
    asked_at timestamptz not null,
    answered_at timestamptz,
    score integer,
    comment text,
    constraint satisfaction_of_a_ticket check ((kind = 'satisfaction') = (ticket_id is not null)),
    constraint answered_after_asked check (answered_at >= asked_at),
    constraint answered_with_a_score check ((answered_at is null) = (score is null)),
    constraint score_of_its_kind check (
        case kind when 'nps' then score between 0 and 10 else score between 1 and 5 end
    )
);
create unique index asked_once on crm.surveys (ticket_id) where answered_at is null;
