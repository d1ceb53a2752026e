create table erp.currencies (
    currency_code char(3) primary key check (currency_code ~ '^[A-Z]{3}$'),
    name text not null check (name <> '')
);
insert into erp.currencies (currency_code, name) values
    ('AUD', 'Dollar australien'),
    ('CAD', 'Dollar canadien'),
    ('CHF', 'Franc suisse'),
    ('CNY', 'Yuan'),
    ('CZK', 'Couronne tchèque'),
    ('DKK', 'Couronne danoise'),
    ('EUR', 'Euro'),
    ('GBP', 'Livre sterling'),
    ('HUF', 'Forint'),
    ('JPY', 'Yen'),
    ('MAD', 'Dirham marocain'),
    ('NOK', 'Couronne norvégienne'),
    ('PLN', 'Zloty'),
    ('RON', 'Leu roumain'),
    ('SEK', 'Couronne suédoise'),
    ('TND', 'Dinar tunisien'),
    ('TRY', 'Livre turque'),
    ('USD', 'Dollar américain');

-- What is in the books already is kept, whatever its currency.
insert into erp.currencies (currency_code, name)
select distinct currency_code, currency_code from (
    select currency_code from erp.products
    union all select currency_code from erp.quotes
    union all select currency_code from erp.sales_orders
    union all select currency_code from erp.invoices
    union all select currency_code from erp.credit_notes
    union all select currency_code from erp.payments
    union all select currency_code from crm.opportunities
) as used
on conflict do nothing;

alter table erp.companies add foreign key (currency_code) references erp.currencies;

-- How much of to_currency one unit of from_currency is worth, from a day until the next rate.
create table erp.currency_rates (
    currency_rate_id bigint generated always as identity primary key,
    from_currency char(3) not null references erp.currencies,
    to_currency char(3) not null references erp.currencies check (to_currency <> from_currency),
    valid_on date not null,
    rate numeric(18, 8) not null check (rate > 0),
    unique (from_currency, to_currency, valid_on)
);
