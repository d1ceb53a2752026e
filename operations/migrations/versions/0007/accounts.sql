-- Accounts that sales post to besides those of the first chain.
insert into erp.ledger_accounts (account_code, name) values
    ('6242', 'Transports sur ventes'),
    ('656', 'Pertes de change sur créances et dettes commerciales'),
    ('7085', 'Ports et frais accessoires facturés'),
    ('7088', 'Autres produits d''activités annexes'),
    ('7091', 'Rabais, remises et ristournes accordés sur produits finis'),
    ('7096', 'Rabais, remises et ristournes accordés sur prestations de services'),
    ('7098', 'Rabais, remises et ristournes accordés sur activités annexes'),
    ('756', 'Gains de change sur créances et dettes commerciales')
on conflict do nothing;
