-- A range of one text, since gist compares plain texts only with an extension.
create type erp.textrange as range (subtype = text);

-- A code is one rate of one country for one kind of sale or purchase, while it is in force. A new
-- rate is a new code: the forms have a box of their own for it.
create table erp.tax_codes (
    tax_code text primary key check (tax_code ~ '^[A-Z]{2}[A-Z0-9]{1,10}$'),
    name text not null check (name <> ''),
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    direction text not null check (direction in ('sale', 'purchase')),
    kind text not null check (kind in (
        'domestic', 'exempt', 'intra_supply', 'export', 'bad_debt', 'intra_acquisition', 'import'
    )),
    tax_class text not null check (tax_class in (
        'standard', 'intermediate', 'reduced', 'super_reduced', 'none'
    )),
    tax_rate numeric(9, 6) not null check (tax_rate between 0 and 1),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    account_code text references erp.ledger_accounts,
    asset_account_code text references erp.ledger_accounts,
    reverse_account_code text references erp.ledger_accounts,
    base_box text,
    tax_box text,
    deductible_box text,
    asset_box text,
    constraint kind_of_its_direction check (
        case direction
            when 'sale' then kind in ('domestic', 'exempt', 'intra_supply', 'export', 'bad_debt')
            else kind in ('domestic', 'exempt', 'intra_acquisition', 'import')
        end
    ),
    constraint rate_of_its_class check ((tax_class = 'none') = (tax_rate = 0)),
    constraint class_of_its_kind check (
        (tax_class = 'none') = (kind in ('exempt', 'intra_supply', 'export'))
    ),
    -- Tax has an account; none has none.
    constraint account_of_its_rate check ((tax_rate = 0) = (account_code is null)),
    constraint reverse_charge_of_its_kind check (
        (kind in ('intra_acquisition', 'import')) = (reverse_account_code is not null)
    ),
    constraint one_rate_a_day exclude using gist (
        erp.textrange(
            country_code::text || direction || kind || tax_class,
            country_code::text || direction || kind || tax_class, '[]'
        ) with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
comment on table erp.tax_codes is 'One row per rate of VAT for one kind of sale or purchase of a country.';
comment on column erp.tax_codes.account_code is 'Account of the tax: collected on sales, deductible on purchases.';
comment on column erp.tax_codes.asset_account_code is 'Account of the deductible tax on fixed assets.';
comment on column erp.tax_codes.reverse_account_code is 'Account of the tax that the buyer owes himself (reverse charge).';
comment on column erp.tax_codes.base_box is 'Box of the return for the amount ex VAT.';
comment on column erp.tax_codes.tax_box is 'Box of the return for the tax owed.';
comment on column erp.tax_codes.deductible_box is 'Box of the return for the tax deducted on goods and services.';
comment on column erp.tax_codes.asset_box is 'Box of the return for the tax deducted on fixed assets.';

-- France, form 3310-CA3. Rates in force since 2014; boxes of imports (A4, I1 to I5) since 2022.
insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, account_code, base_box, tax_box)
values
    ('FR20', 'TVA 20 % sur ventes', 'FR', 'sale', 'domestic', 'standard', 0.20, '2014-01-01', '44571', '08', '08'),
    ('FR10', 'TVA 10 % sur ventes', 'FR', 'sale', 'domestic', 'intermediate', 0.10, '2014-01-01', '44571', '9B', '9B'),
    ('FR055', 'TVA 5,5 % sur ventes', 'FR', 'sale', 'domestic', 'reduced', 0.055, '2014-01-01', '44571', '09', '09'),
    ('FR021', 'TVA 2,1 % sur ventes', 'FR', 'sale', 'domestic', 'super_reduced', 0.021, '2014-01-01', '44571', '14', '14'),
    ('FREXO', 'Ventes exonérées', 'FR', 'sale', 'exempt', 'none', 0, '2014-01-01', null, 'E2', null),
    ('FRLIC', 'Livraisons intracommunautaires', 'FR', 'sale', 'intra_supply', 'none', 0, '2014-01-01', null, 'F2', null),
    ('FREXP', 'Exportations', 'FR', 'sale', 'export', 'none', 0, '2014-01-01', null, 'E1', null);

insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, account_code, asset_account_code, reverse_account_code, base_box, tax_box,
    deductible_box, asset_box)
values
    ('FRA20', 'TVA 20 % sur achats', 'FR', 'purchase', 'domestic', 'standard', 0.20, '2014-01-01', '44566', '44562', null, null, null, '20', '19'),
    ('FRA10', 'TVA 10 % sur achats', 'FR', 'purchase', 'domestic', 'intermediate', 0.10, '2014-01-01', '44566', '44562', null, null, null, '20', '19'),
    ('FRA055', 'TVA 5,5 % sur achats', 'FR', 'purchase', 'domestic', 'reduced', 0.055, '2014-01-01', '44566', '44562', null, null, null, '20', '19'),
    ('FRA021', 'TVA 2,1 % sur achats', 'FR', 'purchase', 'domestic', 'super_reduced', 0.021, '2014-01-01', '44566', '44562', null, null, null, '20', '19'),
    ('FRAEXO', 'Achats exonérés', 'FR', 'purchase', 'exempt', 'none', 0, '2014-01-01', null, null, null, null, null, null, null),
    ('FRAIC20', 'Acquisitions intracommunautaires 20 %', 'FR', 'purchase', 'intra_acquisition', 'standard', 0.20, '2014-01-01', '44566', '44562', '4452', 'B2', '08', '20', '19'),
    ('FRAIC10', 'Acquisitions intracommunautaires 10 %', 'FR', 'purchase', 'intra_acquisition', 'intermediate', 0.10, '2014-01-01', '44566', '44562', '4452', 'B2', '9B', '20', '19'),
    ('FRAIC055', 'Acquisitions intracommunautaires 5,5 %', 'FR', 'purchase', 'intra_acquisition', 'reduced', 0.055, '2014-01-01', '44566', '44562', '4452', 'B2', '09', '20', '19'),
    ('FRAIC021', 'Acquisitions intracommunautaires 2,1 %', 'FR', 'purchase', 'intra_acquisition', 'super_reduced', 0.021, '2014-01-01', '44566', '44562', '4452', 'B2', '14', '20', '19'),
    ('FRAIM20', 'Importations 20 %', 'FR', 'purchase', 'import', 'standard', 0.20, '2022-01-01', '44566', '44562', '4453', 'A4', 'I1', '20', '19'),
    ('FRAIM10', 'Importations 10 %', 'FR', 'purchase', 'import', 'intermediate', 0.10, '2022-01-01', '44566', '44562', '4453', 'A4', 'I2', '20', '19'),
    ('FRAIM055', 'Importations 5,5 %', 'FR', 'purchase', 'import', 'reduced', 0.055, '2022-01-01', '44566', '44562', '4453', 'A4', 'I4', '20', '19'),
    ('FRAIM021', 'Importations 2,1 %', 'FR', 'purchase', 'import', 'super_reduced', 0.021, '2022-01-01', '44566', '44562', '4453', 'A4', 'I5', '20', '19');

-- Until 2021 imports bore it by reverse charge only of who was authorised, in the boxes of the rates.
insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, valid_to, account_code, asset_account_code, reverse_account_code, base_box,
    tax_box, deductible_box, asset_box)
values
    ('FRAIA20', 'Importations 20 %, autoliquidation autorisée', 'FR', 'purchase', 'import', 'standard', 0.20, '2015-01-01', '2021-12-31', '44566', '44562', '4453', '02', '08', '20', '19'),
    ('FRAIA10', 'Importations 10 %, autoliquidation autorisée', 'FR', 'purchase', 'import', 'intermediate', 0.10, '2015-01-01', '2021-12-31', '44566', '44562', '4453', '02', '9B', '20', '19'),
    ('FRAIA055', 'Importations 5,5 %, autoliquidation autorisée', 'FR', 'purchase', 'import', 'reduced', 0.055, '2015-01-01', '2021-12-31', '44566', '44562', '4453', '02', '09', '20', '19'),
    ('FRAIA021', 'Importations 2,1 %, autoliquidation autorisée', 'FR', 'purchase', 'import', 'super_reduced', 0.021, '2015-01-01', '2021-12-31', '44566', '44562', '4453', '02', '14', '20', '19');

-- Switzerland, form of the effective method. The rates rose on 1 January 2024: other boxes.
insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, valid_to, account_code, base_box, tax_box)
values
    ('CH77', 'TVA suisse 7,7 % sur ventes', 'CH', 'sale', 'domestic', 'standard', 0.077, '2018-01-01', '2023-12-31', '44571', '302', '302'),
    ('CH37', 'TVA suisse 3,7 % sur ventes', 'CH', 'sale', 'domestic', 'intermediate', 0.037, '2018-01-01', '2023-12-31', '44571', '342', '342'),
    ('CH25', 'TVA suisse 2,5 % sur ventes', 'CH', 'sale', 'domestic', 'reduced', 0.025, '2018-01-01', '2023-12-31', '44571', '312', '312'),
    ('CH81', 'TVA suisse 8,1 % sur ventes', 'CH', 'sale', 'domestic', 'standard', 0.081, '2024-01-01', null, '44571', '303', '303'),
    ('CH38', 'TVA suisse 3,8 % sur ventes', 'CH', 'sale', 'domestic', 'intermediate', 0.038, '2024-01-01', null, '44571', '343', '343'),
    ('CH26', 'TVA suisse 2,6 % sur ventes', 'CH', 'sale', 'domestic', 'reduced', 0.026, '2024-01-01', null, '44571', '313', '313'),
    ('CHEXO', 'Ventes suisses exclues', 'CH', 'sale', 'exempt', 'none', 0, '2018-01-01', null, null, '230', null),
    ('CHEXP', 'Exportations suisses', 'CH', 'sale', 'export', 'none', 0, '2018-01-01', null, null, '220', null);

insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, valid_to, account_code, asset_account_code, reverse_account_code, base_box,
    tax_box, deductible_box, asset_box)
values
    ('CHA77', 'TVA suisse 7,7 % sur achats', 'CH', 'purchase', 'domestic', 'standard', 0.077, '2018-01-01', '2023-12-31', '44566', '44562', null, null, null, '400', '405'),
    ('CHA37', 'TVA suisse 3,7 % sur achats', 'CH', 'purchase', 'domestic', 'intermediate', 0.037, '2018-01-01', '2023-12-31', '44566', '44562', null, null, null, '400', '405'),
    ('CHA25', 'TVA suisse 2,5 % sur achats', 'CH', 'purchase', 'domestic', 'reduced', 0.025, '2018-01-01', '2023-12-31', '44566', '44562', null, null, null, '400', '405'),
    ('CHA81', 'TVA suisse 8,1 % sur achats', 'CH', 'purchase', 'domestic', 'standard', 0.081, '2024-01-01', null, '44566', '44562', null, null, null, '400', '405'),
    ('CHA38', 'TVA suisse 3,8 % sur achats', 'CH', 'purchase', 'domestic', 'intermediate', 0.038, '2024-01-01', null, '44566', '44562', null, null, null, '400', '405'),
    ('CHA26', 'TVA suisse 2,6 % sur achats', 'CH', 'purchase', 'domestic', 'reduced', 0.026, '2024-01-01', null, '44566', '44562', null, null, null, '400', '405'),
    ('CHAEXO', 'Achats suisses exclus', 'CH', 'purchase', 'exempt', 'none', 0, '2018-01-01', null, null, null, null, null, null, null, null),
    -- None of 3.7 and 3.8 %: lodging is taxed where the house stands, never by reverse charge.
    ('CHAIM77', 'Impôt sur les acquisitions 7,7 %', 'CH', 'purchase', 'import', 'standard', 0.077, '2018-01-01', '2023-12-31', '44566', '44562', '4453', '382', '382', '400', '405'),
    ('CHAIM25', 'Impôt sur les acquisitions 2,5 %', 'CH', 'purchase', 'import', 'reduced', 0.025, '2018-01-01', '2023-12-31', '44566', '44562', '4453', '382', '382', '400', '405'),
    ('CHAIM81', 'Impôt sur les acquisitions 8,1 %', 'CH', 'purchase', 'import', 'standard', 0.081, '2024-01-01', null, '44566', '44562', '4453', '383', '383', '400', '405'),
    ('CHAIM26', 'Impôt sur les acquisitions 2,6 %', 'CH', 'purchase', 'import', 'reduced', 0.026, '2024-01-01', null, '44566', '44562', '4453', '383', '383', '400', '405');

-- The VAT of what nobody will pay comes back: in a box of its own, whatever rate it had borne.
insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class, tax_rate,
    valid_from, account_code, base_box, deductible_box)
values
    ('FRIRR', 'TVA récupérée sur créances irrécouvrables', 'FR', 'sale', 'bad_debt', 'standard', 0.20, '2014-01-01', '44571', null, '21'),
    ('CHPER', 'Pertes sur débiteurs', 'CH', 'sale', 'bad_debt', 'standard', 0.081, '2018-01-01', '44571', '235', null);

-- Food bears one rate in France and another in Switzerland: a product has a class in each country.
create table erp.product_tax_classes (
    product_id bigint not null references erp.products,
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    tax_class text not null check (tax_class in (
        'standard', 'intermediate', 'reduced', 'super_reduced', 'none'
    )),
    primary key (product_id, country_code)
);
comment on table erp.product_tax_classes is 'One row per product and country in which its VAT is not the standard one.';

create table erp.fiscal_positions (
    fiscal_position_id bigint generated always as identity primary key,
    customer_id bigint unique references erp.customers,
    supplier_id bigint unique references erp.suppliers,
    fiscal_position text not null check (fiscal_position in ('domestic', 'abroad', 'exempt')),
    constraint of_one_party check (num_nonnulls(customer_id, supplier_id) = 1)
);
comment on table erp.fiscal_positions is 'One row per party whose VAT is not what its country and its number say.';

select erp.follow('erp.tax_codes');
select erp.follow('erp.product_tax_classes');
select erp.follow('erp.fiscal_positions');
