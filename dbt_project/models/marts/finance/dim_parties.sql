with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

members as (
    select distinct
        source_name,
        lower(company_name) as member_name
    from {{ ref('dim_companies') }}
    where is_consolidated
),

named as (
    select
        {{ affluent.surrogate_key(['source_name', 'company_code', 'party_number']) }} as party_key,
        source_name,
        company_code,
        party_number,
        coalesce(
            max_by(party_name, posted_on) filter (where party_name is not null), party_number
        ) as party_name,
        bool_or(account_code like '41%') as is_customer,
        bool_or(account_code like '40%') as is_supplier
    from journal_lines
    where party_number is not null
    group by source_name, company_code, party_number
),

known as (
    select
        named.party_key,
        named.source_name,
        named.company_code,
        named.party_number,
        named.party_name,
        named.is_customer,
        named.is_supplier,
        members.member_name is not null as is_inter_company
    from named
    left join members
        on named.source_name = members.source_name
        and lower(named.party_name) = members.member_name
),

unknown as (
    select
        {{ affluent.unknown_key() }} as party_key,
        'n/a' as source_name,
        '' as company_code,
        'n/a' as party_number,
        'n/a' as party_name,
        false as is_customer,
        false as is_supplier,
        false as is_inter_company
),

final as (
    select * from known
    union all
    select * from unknown
)

select * from final
