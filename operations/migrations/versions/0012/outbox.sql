create schema sync;
do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        grant usage on schema sync to affluent_writer;
    end if;
    if exists (select from pg_roles where rolname = 'affluent_extractor') then
        grant usage on schema sync to affluent_extractor;
    end if;
end
$$;

-- What one system must hear of the other, written in the transaction of the change itself: both
-- happen, or neither. A signal says only that something changed: one a transaction is enough.
create table sync.outbox (
    outbox_id bigint generated always as identity primary key,
    topic text not null check (topic in ('customer', 'account', 'quote', 'finances', 'offer')),
    aggregate_id bigint not null,
    system text not null check (system in ('crm', 'erp')),
    payload jsonb not null default '{}',
    is_signal boolean not null default false,
    occurred_at timestamptz not null default clock_timestamp(),
    changed_xid bigint not null default pg_current_xact_id()::text::bigint,
    tries integer not null default 0 check (tries >= 0),
    next_try_at timestamptz not null default clock_timestamp(),
    last_error text,
    delivered_at timestamptz,
    dead_at timestamptz,
    constraint delivered_or_dead check (delivered_at is null or dead_at is null)
);
create unique index one_signal_a_transaction on sync.outbox (topic, aggregate_id, changed_xid)
    where is_signal and delivered_at is null;
create index outbox_waiting on sync.outbox (topic, aggregate_id, outbox_id)
    where delivered_at is null and dead_at is null;
create index outbox_due on sync.outbox (outbox_id) where delivered_at is null and dead_at is null;
create index outbox_dead on sync.outbox (outbox_id) where dead_at is not null;
create index on sync.outbox (topic, aggregate_id, occurred_at);
create index on sync.outbox (delivered_at) where delivered_at is not null;

-- What was handled, written in the transaction of its effect: a message that comes again is known.
create table sync.inbox (
    outbox_id bigint primary key,
    handled_at timestamptz not null default clock_timestamp()
);

-- Rights of whoever changes an account or a customer do not matter here: the change is noted.
create function sync.note(topic text, aggregate_id bigint, system text, payload jsonb)
returns void language sql security definer set search_path = pg_catalog as $$
    insert into sync.outbox (topic, aggregate_id, system, payload)
    values (note.topic, note.aggregate_id, note.system, note.payload)
$$;

create function sync.signal(topic text, aggregate_id bigint, payload jsonb default '{}')
returns void language sql security definer set search_path = pg_catalog as $$
    insert into sync.outbox (topic, aggregate_id, system, payload, is_signal)
    values (signal.topic, signal.aggregate_id, 'erp', signal.payload, true)
    on conflict (topic, aggregate_id, changed_xid) where is_signal and delivered_at is null
        do nothing
$$;

-- Set for the transaction that brings a change of the other system: it does not go back there.
create function sync.is_echo() returns boolean language sql stable as $$
    select coalesce(current_setting('sync.applying', true), '') = 'on'
$$;

-- Deleted before it was delivered, a change would part the systems, and nobody would know.
create function sync.refuse_forgetting() returns trigger language plpgsql as $$
begin
    if old.delivered_at is null then
        raise exception 'Message % about % % was not delivered: it stays.', old.outbox_id,
            old.topic, old.aggregate_id using errcode = '23514',
            hint = 'Deliver it: affluent sync run.';
    end if;
    return old;
end
$$;
create trigger refuse_forgetting before delete on sync.outbox
    for each row execute function sync.refuse_forgetting();

do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        -- What was delivered long ago may go: nobody reads it any more.
        grant select, insert, update, delete on sync.outbox, sync.inbox to affluent_writer;
    end if;
    if exists (select from pg_roles where rolname = 'affluent_extractor') then
        grant select on sync.outbox, sync.inbox to affluent_extractor;
    end if;
end
$$;
