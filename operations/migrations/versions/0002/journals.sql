create table erp.journals (
    journal_code text primary key check (journal_code ~ '^[A-Z][A-Z0-9]*$'),
    name text not null check (name <> '')
);
insert into erp.journals (journal_code, name) values
    ('AC', 'Achats'),
    ('AN', 'À nouveaux'),
    ('BQ', 'Banque'),
    ('OD', 'Opérations diverses'),
    ('ST', 'Stocks'),
    ('VT', 'Ventes');

alter table erp.journal_entries add foreign key (journal_code) references erp.journals;
create index on erp.journal_entries (posted_on);
