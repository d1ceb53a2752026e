create table erp.item_families (
    family_id bigint generated always as identity primary key,
    family_code text not null unique check (family_code <> ''),
    name text not null check (name <> ''),
    parent_family_id bigint references erp.item_families check (parent_family_id <> family_id)
);
create constraint trigger not_above_itself
    after insert or update of parent_family_id on erp.item_families
    for each row when (new.parent_family_id is not null)
    execute function erp.refuse_circle('family_id', 'parent_family_id');

create table erp.units (
    unit_code text primary key check (unit_code <> ''),
    name text not null check (name <> '')
);
insert into erp.units (unit_code, name) values
    ('PCE', 'Pièce'),
    ('BOX', 'Boîte'),
    ('PAL', 'Palette'),
    ('G', 'Gramme'),
    ('KG', 'Kilogramme'),
    ('T', 'Tonne'),
    ('MM', 'Millimètre'),
    ('CM', 'Centimètre'),
    ('M', 'Mètre'),
    ('M2', 'Mètre carré'),
    ('M3', 'Mètre cube'),
    ('ML', 'Millilitre'),
    ('L', 'Litre'),
    ('MIN', 'Minute'),
    ('H', 'Heure'),
    ('D', 'Jour');
-- What is in the books already is kept, whatever its unit.
insert into erp.units (unit_code, name)
select distinct unit_code, unit_code from erp.products
on conflict do nothing;

-- One from_unit is numerator / denominator of to_unit: exact, also for a third.
create table erp.unit_conversions (
    unit_conversion_id bigint generated always as identity primary key,
    product_id bigint references erp.products,
    from_unit text not null references erp.units,
    to_unit text not null references erp.units,
    numerator numeric(18, 4) not null check (numerator > 0),
    denominator numeric(18, 4) not null default 1 check (denominator > 0),
    constraint of_another_unit check (from_unit <> to_unit)
);
-- A pair of units has one factor, whichever way it is written.
create unique index unit_conversions_one_a_pair on erp.unit_conversions
    (coalesce(product_id, 0), least(from_unit, to_unit), greatest(from_unit, to_unit));
insert into erp.unit_conversions (from_unit, to_unit, numerator) values
    ('KG', 'G', 1000),
    ('T', 'KG', 1000),
    ('CM', 'MM', 10),
    ('M', 'CM', 100),
    ('L', 'ML', 1000),
    ('M3', 'L', 1000),
    ('H', 'MIN', 60);

alter table erp.products
    add column family_id bigint references erp.item_families,
    add foreign key (unit_code) references erp.units;
create index on erp.products (family_id);
create index on erp.products (unit_code);
