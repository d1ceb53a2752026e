{{ config(materialized='table', enabled=var('odoo_sources', []) | length > 0) }}

{#- The figures read a chart by its first digits, as the French one is made: 41 customers, 40
    suppliers, 6 charges, 7 income. Odoo says by itself what kind an account is; in a chart of
    another make that kind's group stands before the number, 411.121000, so that it is not taken for
    something else. -#}
{%- set groups = {
    'asset_receivable': '411',
    'asset_cash': '512',
    'asset_current': '46',
    'asset_non_current': '27',
    'asset_prepayments': '486',
    'asset_fixed': '21',
    'liability_payable': '401',
    'liability_credit_card': '512',
    'liability_current': '46',
    'liability_non_current': '16',
    'equity': '10',
    'equity_unaffected': '12',
    'income': '70',
    'income_other': '75',
    'expense': '62',
    'expense_other': '65',
    'expense_depreciation': '681',
    'expense_direct_cost': '60',
    'off_balance': '80'
} %}
with accounts as (
    select * from {{ ref('stg_odoo__accounts') }}
),

account_codes as (
    select * from {{ ref('stg_odoo__account_codes') }}
),

journal_lines as (
    select * from {{ ref('stg_odoo__journal_lines') }}
),

-- The accounts that a company sees, and those that its lines are posted on.
accounts_of_companies as (
    select
        source_name,
        company_id,
        account_id
    from account_codes
    union
    select
        source_name,
        company_id,
        account_id
    from journal_lines
    where company_id is not null and account_id is not null
),

-- Since 18 a code is a company's own. Before, an account is of one company and has one code.
coded as (
    select
        accounts_of_companies.source_name,
        accounts_of_companies.company_id,
        accounts_of_companies.account_id,
        accounts.account_name,
        accounts.account_type,
        case when account_codes.account_id is null then accounts.account_code
            else account_codes.account_code
        end as account_code
    from accounts_of_companies
    inner join accounts
        on accounts_of_companies.source_name = accounts.source_name
        and accounts_of_companies.account_id = accounts.account_id
    left join account_codes
        on accounts_of_companies.source_name = account_codes.source_name
        and accounts_of_companies.company_id = account_codes.company_id
        and accounts_of_companies.account_id = account_codes.account_id
),

classed as (
    select
        *,
        account_type in ('asset_receivable', 'liability_payable') as is_trade,
        account_type like 'income%' or account_type like 'expense%' as is_income,
        substr(account_code, 1, 1) in ('6', '7') as has_income_code,
        (account_type = 'asset_receivable' and account_code like '41%')
        or (account_type = 'liability_payable' and account_code like '40%') as has_trade_code
    from coded
),

-- French, where most of what customers and suppliers owe stands in 41 and 40, and most of income
-- and charges in 7 and 6.
charts as (
    select
        source_name,
        company_id,
        2 * count_if(is_trade and has_trade_code) > count_if(is_trade)
        and 2 * count_if(is_income and has_income_code) > count_if(is_income) as is_french
    from classed
    where account_code is not null
    group by source_name, company_id
),

final as (
    select
        classed.source_name,
        classed.company_id,
        classed.account_id,
        classed.account_name,
        classed.account_type,
        case
            -- In any chart Odoo itself makes 999001 and 999002 for differences of cash.
            when charts.is_french
                and classed.account_code is not null
                and (classed.has_income_code or not classed.is_income)
                then classed.account_code
            else case classed.account_type
                {%- for type, group in groups.items() %}
                when '{{ type }}' then '{{ group }}'
                {%- endfor %}
                else '47'
            end
            -- An account may have no code in a company.
            || '.' || coalesce(
                classed.account_code, cast(classed.account_id as {{ dbt.type_string() }})
            )
        end as account_code
    from classed
    left join charts
        on classed.source_name = charts.source_name
        and classed.company_id = charts.company_id
)

select * from final
