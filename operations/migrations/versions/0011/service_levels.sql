-- How soon a ticket of a priority is answered and solved, in minutes of business, from a day on.
create table crm.sla_policies (
    sla_policy_id bigint generated always as identity primary key,
    priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
    priority_rank integer not null
        generated always as (array_position(array['low', 'normal', 'high', 'urgent'], priority)) stored,
    first_response_minutes integer not null check (first_response_minutes > 0),
    resolution_minutes integer not null,
    valid_from date not null,
    valid_to date,
    constraint solved_after_answered check (resolution_minutes >= first_response_minutes),
    constraint ends_after_it_starts check (valid_to >= valid_from),
    -- The rank as a range of one number, since gist compares plain values only with an extension.
    constraint one_policy_a_day exclude using gist (
        int4range(priority_rank, priority_rank, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
insert into crm.sla_policies (priority, first_response_minutes, resolution_minutes, valid_from)
values
    ('low', 960, 4800, '2000-01-01'),
    ('normal', 480, 2400, '2000-01-01'),
    ('high', 240, 960, '2000-01-01'),
    ('urgent', 60, 480, '2000-01-01');

-- When somebody answers, on the clock of the company; 1 is Monday. A day may have several rows.
create table crm.working_hours (
    working_hours_id bigint generated always as identity primary key,
    weekday integer not null check (weekday between 1 and 7),
    starts_at time not null,
    ends_at time not null,
    constraint ends_after_it_starts check (ends_at > starts_at),
    -- Seconds of the week, so that no two overlap.
    constraint one_at_a_time exclude using gist (
        int8range(
            weekday * 86400 + extract(epoch from starts_at)::bigint,
            weekday * 86400 + extract(epoch from ends_at)::bigint
        ) with &&
    )
);
insert into crm.working_hours (weekday, starts_at, ends_at)
select weekday, '09:00', '18:00' from generate_series(1, 5) as weekday;

-- Days on which the company is closed, besides public holidays.
create table crm.closing_days (
    closing_day_id bigint generated always as identity primary key,
    closed_on date not null unique,
    name text not null check (name <> '')
);
