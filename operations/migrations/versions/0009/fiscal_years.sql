create table erp.fiscal_years (
    fiscal_year_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    fiscal_year integer not null,
    starts_on date not null,
    ends_on date not null,
    result_amount numeric(18, 2) not null,
    closed_at timestamptz not null default clock_timestamp(),
    closing_entry_id bigint not null references erp.journal_entries,
    opening_entry_id bigint not null references erp.journal_entries,
    unique (company_id, fiscal_year),
    constraint named_by_its_end check (fiscal_year = extract(year from ends_on)),
    constraint whole_months check (
        extract(day from starts_on) = 1 and extract(day from ends_on + 1) = 1
        and ends_on > starts_on
    ),
    constraint one_year_a_day exclude using gist (
        int8range(company_id, company_id, '[]') with &&,
        daterange(starts_on, ends_on, '[]') with &&
    )
);
comment on table erp.fiscal_years is 'One row per fiscal year that was closed.';
comment on column erp.fiscal_years.fiscal_year is 'The calendar year in which it ends.';
comment on column erp.fiscal_years.result_amount is 'Profit above zero, loss below.';
comment on column erp.fiscal_years.closing_entry_id is 'Entry of journal CL that sets the balance to zero.';
comment on column erp.fiscal_years.opening_entry_id is 'Entry of journal AN that opens the next year.';

-- A year follows the one before it, and all its months are closed; then it stands for ever.
create function erp.require_years_in_order() returns trigger language plpgsql as $$
declare
    latest date;
begin
    select max(ends_on) into latest from erp.fiscal_years
    where company_id = new.company_id and fiscal_year_id <> new.fiscal_year_id;
    if latest is not null and new.starts_on <> latest + 1 then
        raise exception 'Fiscal year % does not follow the last one closed, which ends on %.',
            new.fiscal_year, latest using errcode = '23514';
    end if;
    if not exists (
        select from erp.periods where company_id = new.company_id and status = 'closed'
            and ends_on = new.ends_on
    ) or exists (
        select from erp.periods where company_id = new.company_id and status = 'open'
            and ends_on <= new.ends_on
    ) then
        raise exception 'Fiscal year % has months that are open.', new.fiscal_year
            using errcode = '23514';
    end if;
    return null;
end
$$;
create trigger years_in_order after insert on erp.fiscal_years
    for each row execute function erp.require_years_in_order();

create function erp.refuse_change_of_year() returns trigger language plpgsql as $$
begin
    raise exception 'Fiscal year % is closed.', old.fiscal_year using errcode = '23514';
end
$$;
create trigger closed_for_ever before update or delete on erp.fiscal_years
    for each row execute function erp.refuse_change_of_year();

create function erp.refuse_reopened_year() returns trigger language plpgsql as $$
declare
    closed integer;
begin
    select fiscal_year into closed from erp.fiscal_years
    where company_id = old.company_id and old.starts_on between starts_on and ends_on;
    if closed is not null and (tg_op = 'DELETE' or new.status = 'open') then
        raise exception 'Period % lies in fiscal year %, which is closed.',
            to_char(old.starts_on, 'YYYY-MM'), closed using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger of_closed_year before update or delete on erp.periods
    for each row execute function erp.refuse_reopened_year();

-- The entries that carry a year over stand in an open month: they are its balance all the same.
create function erp.refuse_change_of_carried() returns trigger language plpgsql as $$
declare
    closed integer;
begin
    select fiscal_year into closed from erp.fiscal_years
    where old.entry_id in (closing_entry_id, opening_entry_id);
    if closed is not null then
        raise exception 'Fiscal year % is closed: what it carries over stands.', closed
            using errcode = '23514', hint = 'Post the correction in an open period.';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger carried_stands before update or delete on erp.journal_entries
    for each row execute function erp.refuse_change_of_carried();
create trigger carried_stands
    before delete or update of entry_id, account_code, customer_id, supplier_id, reference, debit,
        credit, currency_code, document_amount
    on erp.journal_lines
    for each row execute function erp.refuse_change_of_carried();

create table erp.result_allocations (
    fiscal_year_id bigint primary key references erp.fiscal_years,
    decided_on date not null,
    entry_id bigint not null references erp.journal_entries,
    absorbed_loss_amount numeric(18, 2) not null check (absorbed_loss_amount >= 0),
    legal_reserve_amount numeric(18, 2) not null check (legal_reserve_amount >= 0),
    dividend_amount numeric(18, 2) not null check (dividend_amount >= 0),
    carried_amount numeric(18, 2) not null
);
comment on table erp.result_allocations is 'One row per fiscal year whose result was allocated.';
comment on column erp.result_allocations.absorbed_loss_amount is 'Part of the profit that earlier losses take.';
comment on column erp.result_allocations.carried_amount is 'To 110 above zero; below, a loss to 119 or taken from 110.';

select erp.follow('erp.fiscal_years');
select erp.follow('erp.result_allocations');
