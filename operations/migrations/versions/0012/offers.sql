-- What a seller can offer without asking the ERP: brought there by the sync alone.
create table crm.product_offers (
    product_offer_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    company_id bigint not null references erp.companies,
    product_number text not null check (product_number <> ''),
    name text not null check (name <> ''),
    unit_code text not null,
    is_active boolean not null,
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    currency_code char(3) not null references erp.currencies,
    price_list_code text,
    available_quantity numeric(18, 4),
    next_price_on date,
    as_of_on date not null,
    unique (product_id, company_id)
);
create index on crm.product_offers (next_price_on) where next_price_on is not null;

create function sync.signal_product() returns trigger language plpgsql as $$
begin
    perform sync.signal('offer', new.product_id);
    return null;
end
$$;
create trigger signal_offer after insert or update of
        product_number, name, list_price, currency_code, unit_code, is_active, kind
    on erp.products for each row execute function sync.signal_product();
create trigger signal_offer after insert or update on erp.price_list_lines
    for each row execute function sync.signal_product();
create trigger signal_offer after insert or update of quantity on erp.stock_quantities
    for each row execute function sync.signal_product();
create trigger signal_offer after insert or update of quantity on erp.stock_reservations
    for each row execute function sync.signal_product();

create function sync.signal_price_list() returns trigger language plpgsql as $$
begin
    perform sync.signal('offer', product_id) from (
        select distinct product_id from erp.price_list_lines
        where price_list_id = new.price_list_id
    ) as priced;
    return null;
end
$$;
create trigger signal_offers after update of currency_code, valid_from, valid_to, is_general
    on erp.price_lists for each row execute function sync.signal_price_list();
