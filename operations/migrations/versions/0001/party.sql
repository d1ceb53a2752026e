create table erp.customers (
    customer_id bigint generated always as identity primary key,
    customer_number text not null unique,
    name text not null check (name <> ''),
    legal_id text,
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    city text,
    segment text,
    payment_terms_days integer not null default 30 check (payment_terms_days between 0 and 365),
    created_on date not null
);
