-- What a copy of the sample company has where it differs from the life that was lived: functions
-- of the session that loads it. The table shifts says how far the numbers of each kind move.

create function pg_temp.renumber(number text, copy integer) returns text
language sql stable as $$
    select coalesce(
        parts[1] || lpad((parts[2]::bigint + copy * shifts.shift)::text, 5, '0'), number
    )
    from (select regexp_match(number, '^([A-Z]+(?:[0-9]+-)?)([0-9]{5,})$') as parts) as read
    left join pg_temp.shifts on shifts.prefix = parts[1]
$$;

-- The code of a lettering counts in letters: AAA, AAB … ZZZ, AAAA.
create function pg_temp.recode(code text, company bigint, copy integer) returns text
language plpgsql stable as $$
declare
    place bigint := 0;
    letters integer := length(code);
    made text := '';
begin
    for position in 1..letters loop
        place := place * 26 + ascii(substr(code, position, 1)) - 65;
    end loop;
    for shorter in 3..letters - 1 loop
        place := place + (26 ^ shorter)::bigint;
    end loop;
    place := place + copy * (select shift from pg_temp.shifts
        where prefix = 'lettering ' || company);
    letters := 3;
    while place >= (26 ^ letters)::bigint loop
        place := place - (26 ^ letters)::bigint;
        letters := letters + 1;
    end loop;
    for position in 1..letters loop
        made := chr(65 + (place % 26)::integer) || made;
        place := place / 26;
    end loop;
    return made;
end
$$;

create function pg_temp.rename(name text, copy integer) returns text
language sql immutable as $$ select name || ' ' || copy $$;

-- Nine digits whose last one checks the others (Luhn): every second one doubled.
create function pg_temp.siren(siren text, copy integer) returns text
language sql immutable as $$
    select case when siren !~ '^[0-9]{9}$' then siren else body || (10 - (
        select sum(case when place % 2 = 1 then digit else (2 * digit) / 10 + (2 * digit) % 10 end)
        from (select place, substr(body, place, 1)::integer as digit
            from generate_series(1, 8) as place) as digits
    ) % 10) % 10 end
    from (select '0' || lpad(((substr(siren, 2, 7)::bigint + copy * 9973) % 10000000)::text, 7, '0')
        as body) as shifted
$$;

-- A site is not told of a copy: its check digit would be of the old firm.
create function pg_temp.siret(siret text, copy integer) returns text
language sql immutable as $$ select null::text $$;

create function pg_temp.vat(number text, copy integer) returns text
language sql immutable as $$
    select case when number !~ '^FR[0-9]{11}$' then number else
        'FR' || lpad(((12 + 3 * (siren::bigint % 97)) % 97)::text, 2, '0') || siren end
    from (select pg_temp.siren(substr(number, 5), copy) as siren) as shifted
$$;

create function pg_temp.rehost(address text, copy integer) returns text
language sql immutable as $$
    select regexp_replace(address, '[.]example$', '-' || copy || '.example')
$$;
