comment on table erp.teams is 'One row per team.';
comment on column erp.employees.contract_hours is 'Hours a week by contract.';
comment on column erp.employees.approval_limit is 'Up to which amount they approve now, in company currency; null: nothing. What it was: erp.approval_limits.';
comment on table erp.approval_limits is 'One row per employee and days on which an approval limit holds.';
comment on table erp.commission_rates is 'One row per seller and days on which a commission rate holds; nobody without one is a seller.';
comment on column erp.commission_rates.commission_rate is 'Of what the seller sells ex VAT: 0.03 is 3 %.';
comment on table erp.salaries is 'One row per employee and days on which a gross pay holds.';
comment on column erp.salaries.monthly_gross_amount is 'For a whole month, in the currency of the company.';
comment on column erp.salaries.withholding_rate is 'Income tax withheld of gross less contributions.';
comment on table erp.working_times is 'One row per employee, day and what the hours were for.';
comment on column erp.working_times.hours is 'Zero: written by mistake.';
comment on table erp.absences is 'One row per absence of an employee, from a day to a day.';
comment on column erp.absences.cancelled_at is 'When it was called off; null: it stands.';
comment on table erp.contribution_rates is 'One row per company, account of a fund and days on which its rates hold.';
comment on table erp.payrolls is 'One row per company and month whose pay was charged.';
comment on column erp.payrolls.employer_amount is 'Contributions of the employer, on top of gross_amount.';
comment on column erp.payrolls.withheld_amount is 'Income tax withheld.';
comment on column erp.payrolls.net_amount is 'What the employees get.';
comment on column erp.payrolls.paid_on is 'When the employees were paid; null: not yet.';
comment on column erp.payrolls.contributions_paid_on is 'When funds and tax office were paid; null: not yet.';
comment on table erp.payroll_lines is 'One row per employee of a payroll.';
comment on column erp.payroll_lines.contribution_amount is 'Contributions of the employee, taken off gross_amount.';

select erp.follow(place::regclass) from unnest(array[
    'erp.teams', 'erp.approval_limits', 'erp.commission_rates', 'erp.salaries',
    'erp.working_times', 'erp.absences', 'erp.contribution_rates', 'erp.payrolls',
    'erp.payroll_lines'
]) as place;
