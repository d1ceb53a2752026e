-- The legal persons whose books these are: each with its own currency, ledger and periods.
create table erp.companies (
    company_id bigint generated always as identity primary key,
    company_code text not null unique check (company_code ~ '^[A-Z][A-Z0-9]{1,9}$'),
    name text not null check (name <> ''),
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
    legal_id text,
    vat_number text,
    parent_company_id bigint references erp.companies check (parent_company_id <> company_id)
);
insert into erp.companies (company_code, name, country_code, currency_code)
values ('MAIN', 'Maison mère', 'FR', 'EUR');
