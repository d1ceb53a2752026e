do $$
declare
    place record;
    old_index record;
begin
    for place in
        select format('%I.%I', schemaname, tablename)::regclass as name from pg_tables
        where schemaname in ('erp', 'crm') and tablename not in ('sequences', 'tombstones')
        order by 1
    loop
        -- Extractors go by changed_xid from now on.
        for old_index in
            select indexrelid::regclass as name from pg_index
            join pg_attribute on attrelid = indrelid and attnum = indkey[0]
            where indrelid = place.name and attname = 'updated_at' and indnatts = 1
        loop
            execute format('drop index %s', old_index.name);
        end loop;
        perform erp.follow(place.name);
    end loop;
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        revoke insert, update on erp.tombstones from affluent_writer;
    end if;
end
$$;
