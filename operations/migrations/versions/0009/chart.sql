insert into erp.ledger_accounts (account_code, name) values
    ('1061', 'Réserve légale'),
    ('1068', 'Autres réserves'),
    ('1515', 'Provisions pour pertes de change'),
    ('4018', 'Fournisseurs, réévaluation en devises'),
    ('4118', 'Clients, réévaluation en devises'),
    ('4453', 'TVA due à l''importation'),
    ('44586', 'TVA sur factures non parvenues'),
    ('44587', 'TVA sur factures à établir'),
    ('457', 'Associés, dividendes à payer'),
    ('476', 'Différences de conversion, actif'),
    ('477', 'Différences de conversion, passif'),
    ('6815', 'Dotations aux provisions d''exploitation'),
    ('7815', 'Reprises sur provisions d''exploitation'),
    ('891', 'Bilan de clôture')
on conflict do nothing;

-- What closes the balance of a year, so that its opening entry does not count twice. The FEC leaves
-- it out, as its rule wants.
insert into erp.journals (journal_code, name) values ('CL', 'Clôture') on conflict do nothing;
