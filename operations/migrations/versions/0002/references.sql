-- Which invoice a line of a customer opens or settles. A payment of several invoices had one line
-- for all of them: it settles none by itself, and keeps no reference.
alter table erp.journal_lines add column reference text;
update erp.journal_lines as lines
set reference = coalesce(
    (select invoice_number from erp.invoices where invoice_number = entries.document_number),
    (select invoice_number from erp.credit_notes join erp.invoices using (invoice_id)
        where credit_note_number = entries.document_number),
    (select min(invoice_number) from erp.payments
        join erp.payment_allocations using (payment_id)
        join erp.invoices using (invoice_id)
        where payment_number = entries.document_number
        having count(*) = 1)
)
from erp.journal_entries as entries
where entries.entry_id = lines.entry_id and lines.account_code = '411';

-- The balance of what was touched is looked at now: a table with checks to come is not altered.
set constraints all immediate;
set constraints all deferred;
