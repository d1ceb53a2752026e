-- What was deleted, so that who reads changes hears of it. The key is the row's own, as JSON.
create table erp.tombstones (
    tombstone_id bigint generated always as identity primary key,
    table_name text not null,
    row_key jsonb not null,
    deleted_at timestamptz not null default clock_timestamp(),
    changed_xid bigint not null default pg_current_xact_id()::text::bigint
);
create index on erp.tombstones (changed_xid);
comment on table erp.tombstones is 'One row per deleted row, or key that a row gave up: of which table, which, when';

create function erp.bury() returns trigger language plpgsql security definer
set search_path = pg_catalog as $$
begin
    insert into erp.tombstones (table_name, row_key)
    select tg_table_schema || '.' || tg_table_name, jsonb_object_agg(key, value)
    from jsonb_each(to_jsonb(old)) where key = any(tg_argv);
    return null;
end
$$;

-- A table emptied at once has no row whose trigger could tell of it.
create function erp.refuse_emptying() returns trigger language plpgsql as $$
begin
    raise exception 'Table %.% is followed: truncate would leave no trace.',
        tg_table_schema, tg_table_name using errcode = '23514', hint = 'Delete its rows.';
end
$$;

-- updated_at tells people when; changed_xid tells extractors in which transaction. Times are given
-- when a row is written, so a transaction that ends late appears behind a cursor that has passed.
-- Transaction ids do not: what a snapshot could not see has an id of at least pg_snapshot_xmin, and
-- who reads from there next time misses nothing, however long the transaction lasted.
create or replace function erp.touch() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    new.changed_xid := pg_current_xact_id()::text::bigint;
    if tg_op = 'UPDATE' then
        new.row_version := old.row_version + 1;
    end if;
    return new;
end
$$;

-- Gives a table its trace of changes: stamps, version, tombstones, indexes of its references, rights.
create function erp.follow(place regclass) returns void language plpgsql as $$
declare
    key_columns text;
    keys_named text;
    keys_moved text;
    reference record;
begin
    execute format(
        'alter table %s
            add column if not exists created_at timestamptz not null default clock_timestamp(),
            add column if not exists updated_at timestamptz not null default clock_timestamp(),
            add column if not exists row_version integer not null default 1,
            add column if not exists changed_xid bigint not null
                default pg_current_xact_id()::text::bigint',
        place
    );
    execute format('create index on %s (changed_xid)', place);
    execute format(
        'create or replace trigger stamp before update on %s
            for each row execute function erp.touch()', place
    );
    -- A row that comes with another time or transaction than this one (restored, copied) gets its own.
    execute format(
        'create or replace trigger stamp_new before insert on %s for each row
            when (
                new.updated_at not between transaction_timestamp() and clock_timestamp()
                or new.changed_xid <> pg_current_xact_id()::text::bigint
            )
            execute function erp.touch()', place
    );
    select string_agg(quote_literal(attname), ', ' order by attnum),
        string_agg(quote_ident(attname), ', ' order by attnum),
        string_agg(format('old.%1$I is distinct from new.%1$I', attname), ' or ')
    into key_columns, keys_named, keys_moved
    from pg_index
    join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indrelid = place and indisprimary;
    execute format(
        'create or replace trigger bury after delete on %s
            for each row execute function erp.bury(%s)', place, key_columns
    );
    -- A key that a row gives up is gone for whoever reads by key, as if its row were deleted.
    execute format(
        'create or replace trigger bury_key after update of %s on %s for each row
            when (%s) execute function erp.bury(%s)', keys_named, place, keys_moved, key_columns
    );
    execute format(
        'create or replace trigger refuse_emptying before truncate on %s
            for each statement execute function erp.refuse_emptying()', place
    );
    execute format(
        'alter table %s enable always trigger stamp, enable always trigger stamp_new,
            enable always trigger bury, enable always trigger bury_key,
            enable always trigger refuse_emptying', place
    );
    for reference in
        select attname as name
        from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        where contype = 'f' and cardinality(conkey) = 1 and conrelid = place
            and not exists (
                select from pg_index where indrelid = conrelid and indkey[0] = conkey[1]
            )
        order by attnum
    loop
        execute format('create index on %s (%I)', place, reference.name);
    end loop;
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        execute format('grant select, insert, update on %s to affluent_writer', place);
    end if;
    if exists (select from pg_roles where rolname = 'affluent_extractor') then
        execute format('grant select on %s to affluent_extractor', place);
    end if;
end
$$;
