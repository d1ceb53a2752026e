comment on column erp.ledger_accounts.account_class is 'Class of the French chart: 1 to 5 balance sheet, 6 charges, 7 products.';
comment on table erp.journals is 'One row per journal of the books.';
comment on table erp.periods is 'One row per month with entries; what is closed is frozen, and all before it.';
comment on table erp.letterings is 'One row per group of lines of one account and party that settle each other.';
comment on column erp.letterings.code is 'AAA, AAB …: unique in the books, as the FEC shows it.';
comment on column erp.letterings.lettered_on is 'Day on which the last of its lines settled the others.';
comment on column erp.journal_lines.lettering_id is 'What this line is settled with; null while it is open.';
comment on column erp.journal_lines.reference is 'Number of the invoice that the line opens or settles.';
