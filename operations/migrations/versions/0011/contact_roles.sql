-- What a person decides or does: at the account, or in one deal.
create table crm.contact_roles (
    contact_role_id bigint generated always as identity primary key,
    contact_id bigint not null references crm.contacts,
    opportunity_id bigint references crm.opportunities,
    role text not null check (role in (
        'decision_maker', 'buyer', 'user', 'technical', 'billing', 'influencer'
    )),
    started_on date not null,
    ended_on date,
    constraint ends_after_it_starts check (ended_on >= started_on)
);
create unique index one_role_at_a_time on crm.contact_roles (contact_id, opportunity_id, role)
    nulls not distinct where ended_on is null;
