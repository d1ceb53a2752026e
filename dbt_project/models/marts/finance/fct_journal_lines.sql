with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'source_name', 'company_code', 'exercise_end_on', 'journal_code', 'entry_number',
            'line_number'
        ]) }} as journal_line_key,
        source_name,
        company_code,
        exercise_end_on,
        journal_code,
        journal_name,
        entry_number,
        line_number,
        entry_kind,
        posted_on,
        {{ affluent.surrogate_key(['source_name', 'account_code']) }} as account_key,
        account_code,
        case
            when party_number is null then {{ affluent.unknown_key() }}
            else {{ affluent.surrogate_key(['source_name', 'company_code', 'party_number']) }}
        end as party_key,
        document_number,
        documented_on,
        label,
        debit_amount,
        credit_amount,
        ledger_currency_code,
        {{ affluent.mul_money('debit_amount', 'coalesce(group_rate, 1)') }} as debit_amount_base,
        {{ affluent.mul_money('credit_amount', 'coalesce(group_rate, 1)') }} as credit_amount_base,
        lettering_code,
        lettered_on,
        currency_code,
        document_amount
    from journal_lines
    -- An entry without lines is for the law that names it.
    where line_number is not null
)

select * from final
