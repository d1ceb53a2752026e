create table erp.journals (
    journal_code text primary key check (journal_code <> ''),
    name text not null check (name <> '')
);
insert into erp.journals (journal_code, name) values
    ('AC', 'Achats'),
    ('AN', 'À nouveaux'),
    ('BQ', 'Banque'),
    ('OD', 'Opérations diverses'),
    ('ST', 'Stocks'),
    ('VT', 'Ventes');

-- A code that someone wrote past the commands stays, under itself.
insert into erp.journals (journal_code, name)
select distinct journal_code, journal_code from erp.journal_entries
on conflict do nothing;

alter table erp.journal_entries add foreign key (journal_code) references erp.journals;
create index on erp.journal_entries (posted_on);
