create table crm.accounts (
    account_id bigint generated always as identity primary key,
    account_number text not null unique,
    name text not null check (name <> ''),
    legal_id text,
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    city text,
    industry text,
    owner_name text,
    customer_id bigint references erp.customers
);

create table crm.contacts (
    contact_id bigint generated always as identity primary key,
    account_id bigint not null references crm.accounts,
    first_name text,
    last_name text not null check (last_name <> ''),
    email text,
    phone text
);
