-- Hours of somebody on a day, for a production order or a cost centre. Nothing is deleted: hours
-- written by mistake become zero.
create table erp.working_times (
    working_time_id bigint generated always as identity primary key,
    employee_id bigint not null references erp.employees,
    worked_on date not null,
    hours numeric(9, 4) not null check (hours >= 0 and hours <= 24),
    production_order_id bigint references erp.production_orders,
    cost_centre_id bigint references erp.cost_centres,
    constraint for_one_thing check (num_nonnulls(production_order_id, cost_centre_id) = 1)
);
create index on erp.working_times (employee_id, worked_on);
create index on erp.working_times (production_order_id);

create table erp.absences (
    absence_id bigint generated always as identity primary key,
    employee_id bigint not null references erp.employees,
    kind text not null check (kind in ('paid_leave', 'sick', 'unpaid', 'training', 'other')),
    starts_on date not null,
    ends_on date not null,
    cancelled_at timestamptz,
    constraint ends_after_it_starts check (ends_on >= starts_on),
    constraint one_absence_a_day exclude using gist (
        int8range(employee_id, employee_id, '[]') with &&,
        daterange(starts_on, ends_on, '[]') with &&
    ) where (cancelled_at is null)
);

-- Nobody works more than a day has, while away, or while not employed. Whoever writes hours, an
-- absence or a leaving holds the employee's row first, so that none misses what another writes.
create function erp.require_possible_work() returns trigger language plpgsql as $$
declare
    worker record;
    total numeric;
begin
    if new.hours = 0 then
        return new;
    end if;
    select employee_number, hired_on, left_on into worker
    from erp.employees where employee_id = new.employee_id for no key update;
    if new.worked_on < worker.hired_on or new.worked_on > worker.left_on then
        raise exception 'Employee % is not employed on %.', worker.employee_number, new.worked_on
            using errcode = '23514';
    end if;
    if exists (
        select from erp.absences
        where employee_id = new.employee_id and cancelled_at is null
            and new.worked_on between starts_on and ends_on
    ) then
        raise exception 'Employee % is absent on %.', worker.employee_number, new.worked_on
            using errcode = '23514';
    end if;
    select sum(hours) + new.hours into total from erp.working_times
    where employee_id = new.employee_id and worked_on = new.worked_on
        and working_time_id <> new.working_time_id;
    if total > 24 then
        raise exception 'Employee % would work % hours on %.',
            worker.employee_number, trim_scale(total), new.worked_on using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger possible before insert or update of employee_id, worked_on, hours
    on erp.working_times
    for each row execute function erp.require_possible_work();

create function erp.require_no_work() returns trigger language plpgsql as $$
declare
    worker record;
begin
    if new.cancelled_at is not null then
        return new;
    end if;
    select employee_number, hired_on, left_on into worker
    from erp.employees where employee_id = new.employee_id for no key update;
    if new.starts_on < worker.hired_on or new.ends_on > worker.left_on then
        raise exception 'Employee % is not employed from % to %.',
            worker.employee_number, new.starts_on, new.ends_on using errcode = '23514';
    end if;
    if exists (
        select from erp.working_times
        where employee_id = new.employee_id and hours > 0
            and worked_on between new.starts_on and new.ends_on
    ) then
        raise exception 'Employee % has worked between % and %.',
            worker.employee_number, new.starts_on, new.ends_on using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger nothing_worked before insert or update on erp.absences
    for each row execute function erp.require_no_work();

create function erp.require_nothing_after() returns trigger language plpgsql as $$
begin
    if exists (
        select from erp.working_times
        where employee_id = new.employee_id and hours > 0
            and (worked_on > new.left_on or worked_on < new.hired_on)
    ) or exists (
        select from erp.absences
        where employee_id = new.employee_id and cancelled_at is null
            and (ends_on > new.left_on or starts_on < new.hired_on)
    ) then
        raise exception 'Employee % has hours or absences outside of the employment.',
            new.employee_number using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger nothing_after before update of hired_on, left_on on erp.employees
    for each row
    when (new.left_on is distinct from old.left_on or new.hired_on <> old.hired_on)
    execute function erp.require_nothing_after();
