{%- set name = "account_group_name_fr" if var("language", "fr") == "fr" else "account_group_name" %}
with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

account_groups as (
    select * from {{ ref('account_groups') }}
),

budget_lines as (
    select * from {{ ref('int_budget_lines__unioned') }}
),

posted_accounts as (
    select
        source_name,
        account_code,
        max_by(account_name, posted_on) filter (where account_name is not null) as account_name
    from journal_lines
    where account_code is not null
    group by source_name, account_code
),

-- What is planned for an account that no entry bears is shown under it.
planned_accounts as (
    select distinct
        budget_lines.source_name,
        budget_lines.account_code
    from budget_lines
    left join posted_accounts
        on budget_lines.source_name = posted_accounts.source_name
        and rtrim(budget_lines.account_code, '0') = rtrim(posted_accounts.account_code, '0')
    where posted_accounts.source_name is null
),

accounts as (
    select
        source_name,
        account_code,
        account_name
    from posted_accounts
    union all
    select
        source_name,
        account_code,
        cast(null as {{ dbt.type_string() }}) as account_name
    from planned_accounts
),

final as (
    select
        {{ affluent.surrogate_key(['accounts.source_name', 'accounts.account_code']) }}
            as account_key,
        accounts.source_name,
        accounts.account_code,
        coalesce(accounts.account_name, account_groups.{{ name }}, accounts.account_code)
            as account_name,
        substr(accounts.account_code, 1, 1) as account_class,
        substr(accounts.account_code, 1, 2) as account_group_code,
        coalesce(account_groups.{{ name }}, 'n/a') as account_group_name
    from accounts
    left join account_groups
        on substr(accounts.account_code, 1, 2) = account_groups.account_group_code
)

select * from final
