-- What a product is decides its accounts: goods are bought to be sold, material to be used up,
-- finished products are made; a service is never in stock.
alter table erp.products
    add column kind text not null default 'goods'
        check (kind in ('goods', 'material', 'finished', 'service')),
    add column valuation text not null default 'standard'
        check (valuation in ('standard', 'average')),
    add column is_lot_tracked boolean not null default false;

insert into erp.ledger_accounts (account_code, name) values
    ('60318', 'Écarts d''inventaire sur matières premières'),
    ('60319', 'Écarts sur coût standard des matières premières'),
    ('60378', 'Écarts d''inventaire sur marchandises'),
    ('60379', 'Écarts sur coût standard des marchandises'),
    ('71358', 'Écarts d''inventaire sur produits'),
    ('71359', 'Écarts sur coût standard des produits')
on conflict do nothing;
