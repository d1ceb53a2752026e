-- Prices in a currency. A general list holds for every customer, another for those who have it.
create table erp.price_lists (
    price_list_id bigint generated always as identity primary key,
    price_list_code text not null unique check (price_list_code <> ''),
    name text not null check (name <> ''),
    currency_code char(3) not null references erp.currencies,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    is_general boolean not null default false,
    is_net boolean not null default false
);
alter table erp.customers add column price_list_id bigint references erp.price_lists;
create index on erp.customers (price_list_id);

-- From minimum_quantity on, in the product's own unit, from a day to a day, both included.
create table erp.price_list_lines (
    price_list_line_id bigint generated always as identity primary key,
    price_list_id bigint not null references erp.price_lists,
    product_id bigint not null references erp.products,
    minimum_quantity numeric(18, 4) not null default 0 check (minimum_quantity >= 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_list_price_a_day exclude using gist (
        int8range(product_id, product_id, '[]') with &&,
        int8range(price_list_id, price_list_id, '[]') with &&,
        numrange(minimum_quantity, minimum_quantity, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);

-- Off the price, for one customer or all, for one family (and those below it) or all.
create table erp.discounts (
    discount_id bigint generated always as identity primary key,
    customer_id bigint references erp.customers,
    family_id bigint references erp.item_families,
    discount_rate numeric(9, 6) not null check (discount_rate between 0 and 1),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_discount_a_day exclude using gist (
        int8range(coalesce(customer_id, 0), coalesce(customer_id, 0), '[]') with &&,
        int8range(coalesce(family_id, 0), coalesce(family_id, 0), '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);

-- What a supplier calls a product and asks for it, for unit_code, from minimum_quantity on.
create table erp.supplier_products (
    supplier_product_id bigint generated always as identity primary key,
    supplier_id bigint not null references erp.suppliers,
    product_id bigint not null references erp.products,
    supplier_code text,
    unit_code text not null references erp.units,
    minimum_quantity numeric(18, 4) not null default 0 check (minimum_quantity >= 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    currency_code char(3) not null references erp.currencies,
    lead_time_days integer not null default 0 check (lead_time_days >= 0),
    is_preferred boolean not null default false,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_purchase_price_a_day exclude using gist (
        int8range(product_id, product_id, '[]') with &&,
        int8range(supplier_id, supplier_id, '[]') with &&,
        numrange(minimum_quantity, minimum_quantity, '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
