with journal_lines as (
    select * from {{ ref('int_journal_lines__unioned') }}
),

entries as (
    select * from {{ ref('int_journal_entries__flagged') }}
),

final as (
    select
        {{ affluent.surrogate_key([
            'journal_lines.source_name', 'journal_lines.company_code',
            'journal_lines.exercise_end_on', 'journal_lines.journal_code',
            'journal_lines.entry_number', 'journal_lines.line_number'
        ]) }} as journal_line_key,
        journal_lines.source_name,
        journal_lines.company_code,
        journal_lines.exercise_end_on,
        journal_lines.journal_code,
        journal_lines.journal_name,
        journal_lines.entry_number,
        journal_lines.line_number,
        journal_lines.entry_kind,
        journal_lines.posted_on,
        {{ affluent.surrogate_key(['journal_lines.source_name', 'journal_lines.account_code']) }}
            as account_key,
        journal_lines.account_code,
        case
            when journal_lines.party_number is null then {{ affluent.unknown_key() }}
            else {{ affluent.surrogate_key([
                'journal_lines.source_name', 'journal_lines.company_code',
                'journal_lines.party_number'
            ]) }}
        end as party_key,
        coalesce(entries.is_inter_company, false) as is_inter_company,
        journal_lines.document_number,
        journal_lines.documented_on,
        journal_lines.label,
        journal_lines.debit_amount,
        journal_lines.credit_amount,
        journal_lines.ledger_currency_code,
        {{ affluent.into_group_currency(
            'journal_lines.debit_amount', 'journal_lines.group_rate',
            'journal_lines.ledger_currency_code'
        ) }} as debit_amount_base,
        {{ affluent.into_group_currency(
            'journal_lines.credit_amount', 'journal_lines.group_rate',
            'journal_lines.ledger_currency_code'
        ) }} as credit_amount_base,
        journal_lines.lettering_code,
        journal_lines.lettered_on,
        journal_lines.currency_code,
        journal_lines.document_amount
    from journal_lines
    left join entries
        on journal_lines.source_name = entries.source_name
        and journal_lines.company_code = entries.company_code
        and journal_lines.entry_number = entries.entry_number
        and journal_lines.journal_code is not distinct from entries.journal_code
        and journal_lines.exercise_end_on is not distinct from entries.exercise_end_on
    -- An entry without lines is for the law that names it.
    where journal_lines.line_number is not null
)

select * from final
