-- Months of the books, made when the first entry of one is posted.
create table erp.periods (
    period_id bigint generated always as identity primary key,
    starts_on date not null,
    ends_on date not null,
    status text not null default 'open' check (status in ('open', 'closed')),
    closed_at timestamptz,
    constraint a_whole_month check (
        extract(day from starts_on) = 1
        and ends_on = (starts_on + interval '1 month')::date - 1
    ),
    constraint closed_at_a_time check ((status = 'closed') = (closed_at is not null)),
    constraint one_period_a_day exclude using gist (daterange(starts_on, ends_on, '[]') with &&)
);
insert into erp.periods (starts_on, ends_on)
select starts_on, (starts_on + interval '1 month')::date - 1
from (select distinct date_trunc('month', posted_on::timestamp)::date as starts_on
    from erp.journal_entries) as months
order by starts_on;

-- Every day up to the end of the last closed period is frozen: also a month without entries
-- before it. "for share" waits for whoever closes a period, who locks the table.
create function erp.refuse_frozen(entry_number text, posted_on date) returns void
language plpgsql as $$
declare
    closed_from date;
begin
    select starts_on into closed_from from erp.periods
    where status = 'closed' and ends_on >= refuse_frozen.posted_on
    order by starts_on limit 1 for share;
    if found then
        raise exception 'Journal entry % of % lies in a closed period: % is closed.',
            entry_number, posted_on, to_char(closed_from, 'YYYY-MM')
            using errcode = '23514', hint = 'Post the correction in an open period.';
    end if;
end
$$;

create function erp.freeze_entry() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform erp.refuse_frozen(old.entry_number, old.posted_on);
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    perform erp.refuse_frozen(new.entry_number, new.posted_on);
    return new;
end
$$;

create trigger frozen before insert or update or delete on erp.journal_entries
    for each row execute function erp.freeze_entry();

create function erp.freeze_line() returns trigger language plpgsql as $$
declare
    entry record;
begin
    for entry in
        select entry_number, posted_on from erp.journal_entries
        where entry_id in (old.entry_id, case when tg_op <> 'DELETE' then new.entry_id end)
    loop
        perform erp.refuse_frozen(entry.entry_number, entry.posted_on);
    end loop;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;

-- Lettering says afterwards which lines belong together: that is allowed in a closed period.
create trigger frozen
    before delete or update of
        journal_line_id, entry_id, line_number, account_code, customer_id, reference, label,
        debit, credit
    on erp.journal_lines
    for each row execute function erp.freeze_line();

create function erp.freeze_new_lines() returns trigger language plpgsql as $$
declare
    entry record;
begin
    select entry_number, posted_on into entry
    from erp.periods
    join erp.journal_entries on ends_on >= posted_on
    where status = 'closed' and entry_id in (select entry_id from added)
    limit 1 for share of periods;
    if found then
        perform erp.refuse_frozen(entry.entry_number, entry.posted_on);
    end if;
    return null;
end
$$;

-- Once for all lines of an entry, which are written by one statement.
create trigger frozen_for_new
    after insert on erp.journal_lines referencing new table as added
    for each statement execute function erp.freeze_new_lines();
