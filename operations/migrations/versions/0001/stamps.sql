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
        execute format(
            'alter table %I.%I enable always trigger stamp', place.schemaname, place.tablename
        );
    end loop;
end
$$;
