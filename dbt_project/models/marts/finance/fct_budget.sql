with budget_lines as (
    select * from {{ ref('int_budget_lines__unioned') }}
),

journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

companies as (
    select * from {{ ref('dim_companies') }}
),

working_days as (
    select * from {{ ref('int_working_days__listed') }}
),

accounts as (
    select distinct
        source_name,
        account_code
    from journal_lines
),

-- A plan for 607 is one for 607000, as a ledger may fill its accounts; and it may be kept by
-- shorter numbers than the ledger's, for all accounts that begin so.
found_accounts as (
    select
        budget_lines.source_name,
        budget_lines.account_code,
        min(case when rtrim(budget_lines.account_code, '0') = rtrim(accounts.account_code, '0')
            then accounts.account_code end) as ledger_account_code,
        bool_or(accounts.account_code is not null) as is_in_ledger
    from budget_lines
    left join accounts
        on budget_lines.source_name = accounts.source_name
        and accounts.account_code like rtrim(budget_lines.account_code, '0') || '%'
    group by budget_lines.source_name, budget_lines.account_code
),

-- A plan is brought into the group's currency at one rate, the last that the ledger knows: so what
-- differs from it is the business, not the rate.
rates as (
    select
        source_name,
        ledger_currency_code as currency_code,
        max_by(group_rate, posted_on) filter (where group_rate is not null) as group_rate
    from journal_lines
    where posted_on <= {{ affluent.as_of() }}
    group by source_name, ledger_currency_code
),

month_days as (
    select
        country_code,
        {{ affluent.month_start('date_day') }} as month_start_on,
        sum(case when is_working_day then 1 else 0 end) as day_count,
        sum(case when is_working_day and date_day <= {{ affluent.as_of() }} then 1 else 0 end)
            as past_day_count
    from working_days
    group by country_code, {{ affluent.month_start('date_day') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by source_name, company_code, account_code, cost_center_code, budgeted_on
            order by
                case scenario_name when 'revised' then 1 when 'initial' then 3 else 2 end asc,
                scenario_name desc
        ) as choice
    from budget_lines
),

-- Several lines of one account and month in one scenario add up; the scenario in force is the one
-- that plans anew, where one does.
in_force as (
    select
        source_name,
        company_code,
        account_code,
        cost_center_code,
        budgeted_on,
        scenario_name
    from ranked
    where choice = 1
),

summed as (
    select
        budget_lines.source_name,
        coalesce(budget_lines.company_code, '') as company_code,
        budget_lines.account_code,
        budget_lines.cost_center_code,
        {{ affluent.month_start('budget_lines.budgeted_on') }} as budgeted_on,
        budget_lines.scenario_name,
        budget_lines.currency_code,
        bool_or(in_force.scenario_name is not null) as is_in_force,
        sum(budget_lines.amount) as amount
    from budget_lines
    left join in_force
        on budget_lines.source_name = in_force.source_name
        and budget_lines.company_code is not distinct from in_force.company_code
        and budget_lines.account_code = in_force.account_code
        and budget_lines.cost_center_code is not distinct from in_force.cost_center_code
        and budget_lines.budgeted_on = in_force.budgeted_on
        and budget_lines.scenario_name is not distinct from in_force.scenario_name
    group by
        budget_lines.source_name,
        coalesce(budget_lines.company_code, ''),
        budget_lines.account_code,
        budget_lines.cost_center_code,
        {{ affluent.month_start('budget_lines.budgeted_on') }},
        budget_lines.scenario_name,
        budget_lines.currency_code
),

valued as (
    select
        summed.*,
        coalesce(found_accounts.ledger_account_code, summed.account_code) as ledger_account_code,
        coalesce(found_accounts.is_in_ledger, false) as is_in_ledger,
        {{ affluent.into_group_currency('summed.amount', 'rates.group_rate', 'summed.currency_code') }}
            as amount_base,
        coalesce(month_days.day_count, 0) as day_count,
        coalesce(month_days.past_day_count, 0) as past_day_count
    from summed
    left join found_accounts
        on summed.source_name = found_accounts.source_name
        and summed.account_code = found_accounts.account_code
    left join rates
        on summed.source_name = rates.source_name
        and summed.currency_code = rates.currency_code
    left join companies
        on summed.source_name = companies.source_name
        and summed.company_code = companies.company_code
    left join month_days
        on coalesce(companies.country_code, '{{ var("country") }}') = month_days.country_code
        and summed.budgeted_on = month_days.month_start_on
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'account_code', 'cost_center_code', 'budgeted_on',
            'scenario_name', 'currency_code'
        ]) }} as budget_key,
        source_name,
        company_code,
        {{ affluent.surrogate_key(['source_name', 'ledger_account_code']) }} as account_key,
        ledger_account_code as account_code,
        cost_center_code,
        budgeted_on,
        scenario_name,
        is_in_force,
        is_in_ledger,
        currency_code,
        cast(amount as decimal(18, 2)) as amount,
        amount_base,
        case
            when {{ affluent.month_end('budgeted_on') }} <= {{ affluent.as_of() }} then amount_base
            when budgeted_on > {{ affluent.as_of() }} then cast(0 as decimal(18, 2))
            else coalesce({{ affluent.in_proportion('amount_base', 'past_day_count', 'day_count') }}, 0)
        end as to_date_amount_base
    from valued
)

select * from final
