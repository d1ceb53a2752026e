create table crm.consent_purposes (
    purpose text primary key check (purpose ~ '^[a-z_]+$'),
    name text not null check (name <> ''),
    valid_days integer check (valid_days > 0)
);
-- Three years without a word from the person, as the French authority recommends.
insert into crm.consent_purposes (purpose, name, valid_days) values
    ('newsletter', 'Lettre d''information', 1095),
    ('phone', 'Démarchage téléphonique', 1095),
    ('profiling', 'Profilage', 1095);

-- Each word that a person gave or took back, with its proof. The latest word holds.
create table crm.consent_events (
    consent_event_id bigint generated always as identity primary key,
    contact_id bigint not null references crm.contacts,
    purpose text not null references crm.consent_purposes,
    action text not null check (action in ('given', 'withdrawn')),
    channel text not null check (channel in ('web', 'email', 'phone', 'paper', 'event')),
    said_at timestamptz not null,
    said_on date not null,
    expires_on date,
    proof_source text not null check (proof_source <> ''),
    proof_text text not null check (proof_text <> ''),
    recorded_by text,
    constraint said_on_its_day check (said_on = (said_at at time zone 'Europe/Paris')::date),
    constraint expires_after_it_was_said check (expires_on >= said_on),
    constraint only_consent_expires check (action = 'given' or expires_on is null)
);
create index consent_events_by_word on crm.consent_events
    (contact_id, purpose, said_at desc, consent_event_id desc);
create trigger only_added before update or delete on crm.consent_events
    for each statement execute function crm.refuse_change();
