"""Proofs of the ledger: entries, letterings, numbers, periods."""

from __future__ import annotations

from typing import Final

from operations.erp.proofs.model import Proof, asking

LEDGER: Final = (
    Proof(
        "entries balance",
        "In double entry, each entry has as much debit as credit, and at least one line.",
        asking(
            "select entry_number, 0, sum(debit - credit) from erp.journal_entries"
            " left join erp.journal_lines using (entry_id) group by entry_number"
            " having coalesce(sum(debit - credit), 1) <> 0"
        ),
    ),
    Proof(
        "lines have their entry",
        "A line that belongs to no entry is in no journal.",
        asking(
            "select journal_line_id::text, 'an entry', 'none' from erp.journal_lines as lines"
            " where not exists (select from erp.journal_entries as entries"
            "  where entries.entry_id = lines.entry_id)"
        ),
    ),
    Proof(
        "letterings settle",
        "Lines that are lettered together are of one account, party and company, and sum to zero.",
        asking(
            "select code, 0, sum(debit - credit) from erp.letterings"
            " join erp.journal_lines as lines using (lettering_id)"
            " join erp.journal_entries as entries using (entry_id)"
            " group by lettering_id"
            " having sum(debit - credit) <> 0"
            "  or bool_or(lines.account_code <> letterings.account_code)"
            "  or bool_or(lines.customer_id is distinct from letterings.customer_id)"
            "  or bool_or(lines.supplier_id is distinct from letterings.supplier_id)"
            "  or bool_or(entries.company_id <> letterings.company_id)"
        ),
    ),
    Proof(
        "entries are numbered without a gap",
        "Tax law asks that no entry could have been taken out.",
        asking(
            "select companies.company_code, count(*),"
            " max(substring(entry_number from '[0-9]+$')::int)"
            " from erp.journal_entries join erp.companies using (company_id)"
            " where entry_number like 'JE%'"
            " group by companies.company_code"
            " having count(*) <> max(substring(entry_number from '[0-9]+$')::int)"
        ),
    ),
    Proof(
        "closed periods are whole",
        "A month is closed only after all months before it.",
        asking(
            "select later.starts_on::text, 'open', 'closed' from erp.periods as later"
            " join erp.periods as earlier on earlier.company_id = later.company_id"
            "  and earlier.starts_on < later.starts_on"
            " where later.status = 'closed' and earlier.status = 'open'"
        ),
    ),
)
