-- Two records that were one: what both were before, which fields the kept one took over, and which
-- rows moved to it, so that the merge can be undone.
create table crm.merges (
    merge_id bigint generated always as identity primary key,
    entity text not null check (entity in ('account', 'contact', 'lead')),
    kept_id bigint not null,
    merged_id bigint not null,
    merged_on date not null,
    merged_by text not null check (merged_by <> ''),
    kept_before jsonb not null,
    merged_before jsonb not null,
    filled_fields jsonb not null,
    moved_rows jsonb not null,
    undone_on date,
    undone_by text check (undone_by <> ''),
    constraint two_records check (merged_id <> kept_id),
    constraint undone_after_merged check (undone_on >= merged_on),
    constraint undone_by_somebody check ((undone_on is null) = (undone_by is null))
);
create unique index merged_once on crm.merges (entity, merged_id) where undone_on is null;
create index on crm.merges (entity, kept_id);

-- Pairs that look like one and are two: a person has looked, they are proposed no more.
create table crm.kept_apart (
    kept_apart_id bigint generated always as identity primary key,
    entity text not null check (entity in ('account', 'contact', 'lead')),
    first_id bigint not null,
    second_id bigint not null,
    decided_on date not null,
    decided_by text not null check (decided_by <> ''),
    constraint elder_first check (second_id > first_id),
    unique (entity, first_id, second_id)
);
