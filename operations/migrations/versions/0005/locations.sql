-- Where goods lie, or come from and go to. Own goods are valued: those in our places, on their way
-- between them, and ours at a customer's; not what a supplier still owns in one of ours.
create table erp.locations (
    location_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    location_code text not null check (location_code ~ '^[A-Z0-9][A-Z0-9-]*$'),
    name text not null check (name <> ''),
    kind text not null check (kind in (
        'internal', 'transit', 'consignment', 'supplier', 'customer', 'production', 'loss'
    )),
    customer_id bigint references erp.customers,
    supplier_id bigint references erp.suppliers,
    is_negative_allowed boolean not null default false,
    is_counted boolean not null generated always as (
        kind in ('internal', 'transit', 'consignment')
    ) stored,
    is_own boolean not null generated always as (
        kind in ('internal', 'transit', 'consignment') and supplier_id is null
    ) stored,
    unique (company_id, location_code),
    constraint location_of_its_company unique (location_id, company_id),
    constraint consignment_has_one_party check (
        num_nonnulls(customer_id, supplier_id) = case kind when 'consignment' then 1 else 0 end
    ),
    constraint negative_in_own_places check (not is_negative_allowed or kind = 'internal')
);

create function erp.open_locations(company bigint) returns void language sql as $$
    insert into erp.locations (company_id, location_code, name, kind, is_negative_allowed)
    values
        (company, 'MAIN', 'Magasin principal', 'internal', true),
        (company, 'TRANSIT', 'Marchandises en route', 'transit', false),
        (company, 'SUPPLIERS', 'Fournisseurs', 'supplier', false),
        (company, 'CUSTOMERS', 'Clients', 'customer', false),
        (company, 'PRODUCTION', 'Atelier', 'production', false),
        (company, 'LOSSES', 'Pertes et écarts', 'loss', false)
$$;
select erp.open_locations(company_id) from erp.companies order by company_id;

create table erp.lots (
    lot_id bigint generated always as identity primary key,
    product_id bigint not null references erp.products,
    lot_number text not null check (lot_number <> ''),
    expires_on date,
    constraint one_lot_a_number unique (product_id, lot_number),
    constraint lot_of_its_product unique (lot_id, product_id)
);

select erp.follow('erp.locations');
select erp.follow('erp.lots');
