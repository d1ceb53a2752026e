-- Every table bears when a row was made and last changed. The trigger fires always, also for a
-- session that switched the others off: an extractor must not miss what was done by force.
do $$
declare
    place record;
begin
    for place in
        select schemaname, tablename from pg_tables
        where schemaname in ('erp', 'crm') and tablename <> 'sequences'
    loop
        execute format(
            'alter table %1$I.%2$I
                add column created_at timestamptz not null default clock_timestamp(),
                add column updated_at timestamptz not null default clock_timestamp()',
            place.schemaname, place.tablename
        );
        execute format('create index on %I.%I (updated_at)', place.schemaname, place.tablename);
        execute format(
            'create trigger stamp before update on %I.%I
                for each row execute function erp.touch()',
            place.schemaname, place.tablename
        );
        -- A row that comes with another time than now (restored, copied) gets its own.
        execute format(
            'create trigger stamp_new before insert on %I.%I for each row
                when (new.updated_at not between transaction_timestamp() and clock_timestamp())
                execute function erp.touch()',
            place.schemaname, place.tablename
        );
        execute format(
            'alter table %I.%I enable always trigger stamp, enable always trigger stamp_new',
            place.schemaname, place.tablename
        );
    end loop;
end
$$;

-- Every reference has an index, so that following it, or refusing to delete its target, is quick.
do $$
declare
    reference record;
begin
    for reference in
        select conrelid::regclass as place, attname as name
        from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        where contype = 'f' and cardinality(conkey) = 1
            and connamespace in ('erp'::regnamespace, 'crm'::regnamespace)
            and not exists (
                select from pg_index where indrelid = conrelid and indkey[0] = conkey[1]
            )
        order by 1, 2
    loop
        execute format('create index on %s (%I)', reference.place, reference.name);
    end loop;
end
$$;
