with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

known as (
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

unknown as (
    select
        {{ affluent.unknown_key() }} as party_key,
        'n/a' as source_name,
        '' as company_code,
        'n/a' as party_number,
        'n/a' as party_name,
        false as is_customer,
        false as is_supplier
),

final as (
    select * from known
    union all
    select * from unknown
)

select * from final
