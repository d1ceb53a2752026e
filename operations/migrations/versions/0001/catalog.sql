create table erp.products (
    product_id bigint generated always as identity primary key,
    product_number text not null unique,
    name text not null check (name <> ''),
    category text not null,
    subcategory text,
    list_price numeric(18, 4) not null check (list_price >= 0),
    currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
    unit_code text not null,
    is_active boolean not null default true
);

-- What a unit costs, from a day to a day, both included; open-ended while it is in force.
create table erp.product_costs (
    product_cost_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    unit_cost numeric(18, 4) not null check (unit_cost >= 0),
    -- A range of one product, since gist compares plain numbers only with an extension.
    constraint one_cost_a_day exclude using gist (
        int8range(product_id, product_id, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
