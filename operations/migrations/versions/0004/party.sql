-- When an invoice is due: so many days after it, then at the end of that month, then on a day of
-- the next one. Who pays within discount_days takes discount_rate off.
create table erp.payment_terms (
    payment_terms_id bigint generated always as identity primary key,
    terms_code text not null unique check (terms_code <> ''),
    name text not null check (name <> ''),
    net_days integer not null check (net_days between 0 and 365),
    is_end_of_month boolean not null default false,
    day_of_month integer check (day_of_month between 1 and 31),
    discount_days integer check (discount_days between 0 and net_days),
    discount_rate numeric(9, 6) check (discount_rate > 0 and discount_rate < 1),
    constraint discount_within_days check ((discount_days is null) = (discount_rate is null))
);
insert into erp.payment_terms (terms_code, name, net_days, is_end_of_month) values
    ('COMPTANT', 'Comptant', 0, false),
    ('30J', '30 jours', 30, false),
    ('45FDM', '45 jours fin de mois', 45, true),
    ('60J', '60 jours', 60, false);

alter table erp.customers
    add column siren char(9) check (siren ~ '^[0-9]{9}$'),
    add column siret char(14) check (siret ~ '^[0-9]{14}$'),
    add column vat_number text check (vat_number ~ '^[A-Z]{2}[A-Z0-9]{2,16}$'),
    add column payment_terms_id bigint references erp.payment_terms,
    add column currency_code char(3) not null default 'EUR' references erp.currencies,
    add column credit_limit numeric(18, 2) check (credit_limit >= 0),
    add column credit_currency_code char(3) references erp.currencies,
    add column blocked_on date,
    add column block_reason text check (block_reason <> ''),
    add column parent_customer_id bigint references erp.customers
        check (parent_customer_id <> customer_id),
    add column seller_id bigint references erp.employees,
    add constraint site_of_its_firm check (siret is null or (siren is not null and left(siret, 9) = siren)),
    add constraint credit_in_a_currency
        check ((credit_limit is null) = (credit_currency_code is null)),
    add constraint blocked_for_a_reason check ((blocked_on is null) = (block_reason is null));
create index on erp.customers (payment_terms_id);
create index on erp.customers (currency_code);
create index on erp.customers (credit_currency_code);
create index on erp.customers (parent_customer_id);
create index on erp.customers (seller_id);
-- The sites of a firm share its SIREN, so only a SIRET is one customer's.
create unique index customers_one_a_site on erp.customers (siret);

alter table erp.suppliers
    add column siren char(9) check (siren ~ '^[0-9]{9}$'),
    add column siret char(14) check (siret ~ '^[0-9]{14}$'),
    add column vat_number text check (vat_number ~ '^[A-Z]{2}[A-Z0-9]{2,16}$'),
    add column payment_terms_id bigint references erp.payment_terms,
    add column currency_code char(3) not null default 'EUR' references erp.currencies,
    add constraint site_of_its_firm check (siret is null or (siren is not null and left(siret, 9) = siren));
create index on erp.suppliers (payment_terms_id);
create index on erp.suppliers (currency_code);
create unique index suppliers_one_a_site on erp.suppliers (siret);

create constraint trigger not_above_itself
    after insert or update of parent_customer_id on erp.customers
    for each row when (new.parent_customer_id is not null)
    execute function erp.refuse_circle('customer_id', 'parent_customer_id');

-- A blocked customer gets no new order, whoever writes it.
create function erp.refuse_blocked() returns trigger language plpgsql as $$
declare
    buyer record;
begin
    select customer_number, blocked_on, block_reason into buyer
    from erp.customers
    where customer_id = new.customer_id and blocked_on <= new.ordered_on;
    if found then
        raise exception 'Customer % is blocked since %: %.',
            buyer.customer_number, buyer.blocked_on, buyer.block_reason using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger not_blocked before insert on erp.sales_orders
    for each row execute function erp.refuse_blocked();

-- Several places to deliver to; one to bill and one registered seat on a day.
create table erp.addresses (
    address_id bigint generated always as identity primary key,
    customer_id bigint references erp.customers,
    supplier_id bigint references erp.suppliers,
    kind text not null check (kind in ('bill_to', 'ship_to', 'registered')),
    line_1 text not null check (line_1 <> ''),
    line_2 text,
    postal_code text not null check (postal_code <> ''),
    city text not null check (city <> ''),
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    constraint one_party check (num_nonnulls(customer_id, supplier_id) = 1),
    constraint one_seat_of_a_customer exclude using gist (
        int8range(customer_id, customer_id, '[]') with &&,
        int4range(ascii(kind), ascii(kind), '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    ) where (customer_id is not null and kind <> 'ship_to'),
    constraint one_seat_of_a_supplier exclude using gist (
        int8range(supplier_id, supplier_id, '[]') with &&,
        int4range(ascii(kind), ascii(kind), '[]') with &&,
        daterange(valid_from, valid_to, '[]') with &&
    ) where (supplier_id is not null and kind <> 'ship_to')
);
