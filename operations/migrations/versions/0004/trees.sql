-- Refuses a row that would be above itself: customers above customers, families above families.
-- Two transactions may each bring half of a circle, so whoever changes a tree waits for the other.
create function erp.refuse_circle() returns trigger language plpgsql as $$
declare
    own_key constant text := tg_argv[0];
    parent_key constant text := tg_argv[1];
    is_circle boolean;
begin
    perform pg_advisory_xact_lock(hashtextextended(tg_relid::regclass::text, 0));
    execute format(
        'with recursive above as (
            select %2$I as parent from %3$s where %1$I = $1
            union
            select place.%2$I from %3$s as place join above on place.%1$I = above.parent
        ) select exists (select from above where parent = $1)',
        own_key, parent_key, tg_relid::regclass
    ) into is_circle using (to_jsonb(new) ->> own_key)::bigint;
    if is_circle then
        raise exception '% % of % would stand above itself.',
            own_key, to_jsonb(new) ->> own_key, tg_relid::regclass using errcode = '23514';
    end if;
    return null;
end
$$;
