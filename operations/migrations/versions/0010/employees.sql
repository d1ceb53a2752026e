create table erp.teams (
    team_id bigint generated always as identity primary key,
    team_code text not null unique check (team_code <> ''),
    name text not null check (name <> ''),
    manager_id bigint references erp.employees
);
alter table erp.employees
    add column team_id bigint references erp.teams,
    add column job text check (job <> ''),
    add column cost_centre_id bigint references erp.cost_centres,
    add column contract_hours numeric(9, 4) not null default 35
        check (contract_hours > 0 and contract_hours <= 168);
create index on erp.employees (team_id);
create index on erp.employees (cost_centre_id);

-- What each of these was, and when: from a day to a day, both included.
create table erp.approval_limits (
    approval_limit_id bigint generated always as identity primary key,
    employee_id bigint not null references erp.employees,
    approval_limit numeric(18, 2) not null check (approval_limit >= 0),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_limit_a_day exclude using gist (
        int8range(employee_id, employee_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
create table erp.commission_rates (
    commission_rate_id bigint generated always as identity primary key,
    employee_id bigint not null references erp.employees,
    commission_rate numeric(9, 6) not null check (commission_rate between 0 and 1),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_commission_a_day exclude using gist (
        int8range(employee_id, employee_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
create table erp.salaries (
    salary_id bigint generated always as identity primary key,
    employee_id bigint not null references erp.employees,
    monthly_gross_amount numeric(18, 2) not null check (monthly_gross_amount >= 0),
    withholding_rate numeric(9, 6) not null default 0
        check (withholding_rate >= 0 and withholding_rate < 1),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_salary_a_day exclude using gist (
        int8range(employee_id, employee_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
