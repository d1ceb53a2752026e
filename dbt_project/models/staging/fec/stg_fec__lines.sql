{{ config(enabled=var('fec_sources', []) | length > 0) }}

with lines as (
    {%- for name in var('fec_sources', []) %}
    select
        '{{ name }}' as source_name,
        siren,
        closedon as closed_on,
        linenumber as line_number,
        journalcode as journal_code,
        journallib as journal_name,
        ecriturenum as entry_number,
        ecrituredate as entry_date,
        comptenum as account_code,
        comptelib as account_name,
        compauxnum as party_number,
        compauxlib as party_name,
        pieceref as document_number,
        piecedate as document_date,
        ecriturelib as label,
        debit,
        credit,
        ecriturelet as lettering_code,
        datelet as lettering_date,
        montantdevise as foreign_amount,
        idevise as currency_code
    from {{ source(name, 'lines') }}
    where not _is_deleted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Some programs give a party an account of its own, 411DUPONT, and no auxiliary one.
with_own_accounts as (
    select
        *,
        case
            when substr(account_code, 1, 2) in ('40', '41')
                and {{ affluent.try_cast('account_code', 'decimal(38, 0)') }} is null
                then account_code
        end as own_account_code
    from lines
),

final as (
    select
        source_name,
        coalesce(siren, '') as company_code,
        cast(closed_on as date) as exercise_end_on,
        cast(line_number as integer) as line_number,
        coalesce(journal_code, '') as journal_code,
        journal_name,
        entry_number,
        {{ affluent.try_date_from_digits('entry_date') }} as posted_on,
        account_code,
        account_name,
        coalesce(party_number, own_account_code) as party_number,
        case when party_number is null and own_account_code is not null then account_name
            else party_name
        end as party_name,
        document_number,
        {{ affluent.try_date_from_digits('document_date') }} as documented_on,
        label,
        cast(debit as decimal(18, 2)) as debit_amount,
        cast(credit as decimal(18, 2)) as credit_amount,
        lettering_code,
        {{ affluent.try_date_from_digits('lettering_date') }} as lettered_on,
        -- Signed as the line is, whatever sign the file gives it.
        case when debit - credit < 0 then -1 else 1 end
        * abs({{ affluent.try_cast("replace(foreign_amount, ',', '.')", 'decimal(18, 2)') }})
            as document_amount,
        currency_code
    from with_own_accounts
)

select * from final
