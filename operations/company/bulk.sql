-- What a copy of the sample company has where it differs from the life that was lived: functions
-- of the session that loads it. The table shifts says how far the numbers of each kind move.

-- What a number is made of, read once for a row that was lived: the copies only count on from it.
create function pg_temp.prefix(number text) returns text
language sql immutable as $$
    select substring(number from '^([A-Z]+(?:[0-9]+-)?)[0-9]{5,15}$')
$$;

create function pg_temp.place(number text) returns bigint
language sql immutable as $$ select substring(number from '[0-9]{5,15}$')::bigint $$;

-- Null when it is no number that we gave.
create function pg_temp.shift(number text) returns bigint
language sql stable as $$
    select shift from pg_temp.shifts where prefix = pg_temp.prefix(number)
$$;

-- Five digits, more when they are used up: lpad alone made JE10000 of the 100,001st entry too.
-- One expression, which the planner puts in its place: five copies took 18 s, with calls 29 s.
create function pg_temp.renumber(
    number text, prefix text, place bigint, shift bigint, copy integer
) returns text
language sql immutable as $$
    select case
        when shift is null then number
        when place + copy * shift > 99999 then prefix || (place + copy * shift)::text
        else prefix || lpad((place + copy * shift)::text, 5, '0')
    end
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

-- The digits with the one that checks them (Luhn): every second one from the right is doubled.
create function pg_temp.luhn(body text) returns text
language sql immutable as $$
    select body || (10 - sum(
        case when (length(body) - place) % 2 = 1 then digit
            else (2 * digit) / 10 + (2 * digit) % 10 end
    ) % 10) % 10
    from (select place, substr(body, place, 1)::integer as digit
        from generate_series(1, length(body)) as place) as digits
$$;

-- The same, checked as Germany does (ISO 7064, modulo 11 and 10).
create function pg_temp.mod_11_10(body text) returns text
language plpgsql immutable as $$
declare
    rest integer := 5;
begin
    for place in 1..length(body) loop
        rest := (coalesce(nullif(rest, 0), 10) * 2 % 11 + substr(body, place, 1)::integer) % 10;
    end loop;
    return body || (11 - coalesce(nullif(rest, 0), 10) * 2 % 11) % 10;
end
$$;

-- Seven digits of a number, moved far enough that those of few firms meet.
create function pg_temp.move(digits text, copy integer) returns text
language sql immutable as $$
    select lpad((1 + (digits::bigint + copy * 9973) % 9999999)::text, 7, '0')
$$;

create function pg_temp.siren(siren text, copy integer) returns text
language sql immutable as $$
    select case when siren !~ '^[0-9]{9}$' then siren
        else pg_temp.luhn('0' || pg_temp.move(substr(siren, 2, 7), copy)) end
$$;

-- A site is not told of a copy: its check digit would be of the old firm.
create function pg_temp.siret(siret text, copy integer) returns text
language sql immutable as $$ select null::text $$;

create function pg_temp.vat(number text, copy integer) returns text
language plpgsql immutable as $$
declare
    siren text;
    digits text;
begin
    case left(number, 2)
        when 'FR' then
            siren := pg_temp.siren(substr(number, 5), copy);
            return 'FR' || lpad(((12 + 3 * (siren::bigint % 97)) % 97)::text, 2, '0') || siren;
        when 'BE' then
            digits := '0' || pg_temp.move(substr(number, 4, 7), copy);
            return 'BE' || digits || lpad((97 - digits::bigint % 97)::text, 2, '0');
        when 'DE' then
            return 'DE' || pg_temp.mod_11_10('1' || pg_temp.move(substr(number, 4, 7), copy));
        when 'IT' then
            return 'IT' || pg_temp.luhn(pg_temp.move(substr(number, 3, 7), copy) || '001');
        when 'ES' then
            return 'ESB' || pg_temp.luhn(pg_temp.move(substr(number, 4, 7), copy));
        else return number;
    end case;
end
$$;

create function pg_temp.rehost(address text, copy integer) returns text
language sql immutable as $$
    select regexp_replace(address, '[.]example$', '-' || copy || '.example')
$$;
