-- Accounts that buying posts to and the chart lacked.
insert into erp.ledger_accounts (account_code, name) values
    ('4098', 'Fournisseurs, avoirs à recevoir'),
    ('4861', 'Marchandises facturées, non parvenues'),
    ('608', 'Frais accessoires d''achat'),
    ('656', 'Pertes de change sur créances et dettes commerciales'),
    ('756', 'Gains de change sur créances et dettes commerciales'),
    ('765', 'Escomptes obtenus')
on conflict do nothing;
