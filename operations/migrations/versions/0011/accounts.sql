-- Spellings of one name share a key: without case, accents, signs and legal form. Null says nothing.
-- Capitals with accents are named too: the database's own lower() may know ASCII alone.
create function crm.name_key(name text) returns text language sql immutable strict parallel safe as $$
    select nullif(regexp_replace(
        regexp_replace(
            lower(translate(
                replace(replace(replace(name, '.', ''), 'œ', 'oe'), 'Œ', 'OE'),
                'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸ',
                'aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYY'
            )),
            '\m(sarl|sasu|sas|sa|eurl|snc|sci|scop|ei|srl|spa|gmbh|kg|ag|bv|nv|sl|ltd|inc)\M', ' ', 'g'
        ),
        '[^a-z0-9]+', '', 'g'
    ), '')
$$;

-- A French SIRET begins with the SIREN of its firm.
create function crm.registration_key(legal_id text, country_code text) returns text
language sql immutable parallel safe as $$
    select nullif(case
        when country_code = 'FR' and length(signs) = 14 then left(signs, 9) else signs
    end, '')
    from (select upper(regexp_replace(legal_id, '[^A-Za-z0-9]', '', 'g')) as signs) as written
$$;

alter table crm.accounts
    add column web_domain text check (web_domain ~ '^[a-z0-9.-]+\.[a-z0-9-]{2,}$'),
    add column phone text check (phone <> ''),
    add column owner_id bigint references erp.employees,
    add column merged_into_id bigint references crm.accounts,
    add column name_key text generated always as (crm.name_key(name)) stored,
    add column registration_key text
        generated always as (crm.registration_key(legal_id, country_code::text)) stored,
    add constraint merged_into_another check (merged_into_id <> account_id);
create index on crm.accounts (owner_id);
create index on crm.accounts (merged_into_id);
create index on crm.accounts (name_key);
create index on crm.accounts (registration_key);
create index on crm.accounts (web_domain);

alter table crm.contacts
    add column job_title text,
    add column email_validity text not null default 'unknown'
        check (email_validity in ('unknown', 'valid', 'invalid', 'bounced')),
    add column email_checked_on date,
    add column merged_into_id bigint references crm.contacts,
    add column email_key text generated always as (nullif(lower(trim(email)), '')) stored,
    add column name_key text generated always as
        (crm.name_key(coalesce(first_name, '') || ' ' || last_name)) stored,
    add constraint merged_into_another check (merged_into_id <> contact_id),
    add constraint checked_on_a_day
        check ((email_validity <> 'unknown') = (email_checked_on is not null));
create index on crm.contacts (merged_into_id);
create index on crm.contacts (email_key);
