create table erp.suppliers (
    supplier_id bigint generated always as identity primary key,
    supplier_number text not null unique,
    name text not null check (name <> ''),
    legal_id text,
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    city text,
    payment_terms_days integer not null default 30 check (payment_terms_days between 0 and 365),
    created_on date not null
);

create table erp.cost_centres (
    cost_centre_id bigint generated always as identity primary key,
    cost_centre_code text not null unique check (cost_centre_code <> ''),
    name text not null check (name <> '')
);

-- Who works here. Without an approval limit somebody approves nothing.
create table erp.employees (
    employee_id bigint generated always as identity primary key,
    employee_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    name text not null check (name <> ''),
    email text unique check (email = lower(email)),
    hired_on date not null,
    left_on date check (left_on >= hired_on),
    approval_limit numeric(18, 2) check (approval_limit >= 0)
);
