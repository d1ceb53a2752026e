-- What a fund takes of a gross pay, from the employee and from the employer; it is owed on an
-- account of its own.
create table erp.contribution_rates (
    contribution_rate_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    account_code text not null references erp.ledger_accounts
        check (account_code ~ '^43'),
    employee_rate numeric(9, 6) not null check (employee_rate >= 0 and employee_rate < 1),
    employer_rate numeric(9, 6) not null check (employer_rate >= 0),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_contribution_a_day exclude using gist (
        int8range(company_id, company_id, '[]') with &&,
        int8range(account_code::bigint, account_code::bigint, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);

-- The pay of a month: once for each company.
create table erp.payrolls (
    payroll_id bigint generated always as identity primary key,
    payroll_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    month_starts_on date not null check (extract(day from month_starts_on) = 1),
    posted_on date not null,
    gross_amount numeric(18, 2) not null,
    employer_amount numeric(18, 2) not null,
    withheld_amount numeric(18, 2) not null,
    net_amount numeric(18, 2) not null,
    paid_on date check (paid_on >= posted_on),
    contributions_paid_on date check (contributions_paid_on >= posted_on),
    constraint one_payroll_a_month unique (company_id, month_starts_on)
);
create table erp.payroll_lines (
    payroll_line_id bigint generated always as identity primary key,
    payroll_id bigint not null references erp.payrolls,
    line_number integer not null check (line_number > 0),
    employee_id bigint not null references erp.employees,
    cost_centre_id bigint references erp.cost_centres,
    gross_amount numeric(18, 2) not null check (gross_amount >= 0),
    contribution_amount numeric(18, 2) not null check (contribution_amount >= 0),
    withheld_amount numeric(18, 2) not null check (withheld_amount >= 0),
    net_amount numeric(18, 2) not null check (net_amount >= 0),
    employer_amount numeric(18, 2) not null check (employer_amount >= 0),
    unique (payroll_id, line_number),
    constraint an_employee_once unique (payroll_id, employee_id),
    constraint net_of_gross check (
        net_amount = gross_amount - contribution_amount - withheld_amount
    )
);

create function erp.require_payroll_sums() returns trigger language plpgsql as $$
declare
    wrong text;
begin
    select payroll_number into wrong
    from erp.payrolls
    left join erp.payroll_lines as lines using (payroll_id)
    where payroll_id = new.payroll_id
    group by payroll_id
    having (payrolls.gross_amount, payrolls.employer_amount, payrolls.withheld_amount,
            payrolls.net_amount)
        is distinct from (sum(lines.gross_amount), sum(lines.employer_amount),
            sum(lines.withheld_amount), sum(lines.net_amount));
    if found then
        raise exception 'Payroll % is not the sum of its lines.', wrong using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger sums_of_lines
    after insert or update of gross_amount, employer_amount, withheld_amount, net_amount
    on erp.payrolls deferrable initially deferred
    for each row execute function erp.require_payroll_sums();
create constraint trigger sums_of_lines
    after insert or update on erp.payroll_lines deferrable initially deferred
    for each row execute function erp.require_payroll_sums();
