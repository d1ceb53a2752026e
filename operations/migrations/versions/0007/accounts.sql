-- Accounts that sales post to besides those of the first chain.
insert into erp.ledger_accounts (account_code, name) values
    ('6242', 'Transports sur ventes'),
    ('656', 'Pertes de change sur créances et dettes commerciales'),
    ('7085', 'Ports et frais accessoires facturés'),
    ('756', 'Gains de change sur créances et dettes commerciales')
on conflict do nothing;
