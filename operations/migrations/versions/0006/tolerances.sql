-- How far an invoice may be from its order and its receipts. A supplier's own row goes before
-- the company's.
create table erp.match_tolerances (
    match_tolerance_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    supplier_id bigint references erp.suppliers,
    price_rate numeric(9, 6) not null check (price_rate between 0 and 1),
    price_amount numeric(18, 2) not null check (price_amount >= 0),
    quantity_rate numeric(9, 6) not null check (quantity_rate between 0 and 1),
    over_receipt_rate numeric(9, 6) not null check (over_receipt_rate between 0 and 1),
    tax_amount numeric(18, 2) not null check (tax_amount >= 0),
    unordered_amount numeric(18, 2) check (unordered_amount >= 0),
    constraint one_row_a_supplier unique nulls not distinct (company_id, supplier_id)
);

select erp.follow('erp.match_tolerances');

comment on table erp.match_tolerances is 'One row per company, and per supplier with tolerances of its own.';
comment on column erp.match_tolerances.supplier_id is 'Whose tolerances these are; null: all suppliers without their own.';
comment on column erp.match_tolerances.price_rate is 'How far the price may be from the ordered one, as a share of it.';
comment on column erp.match_tolerances.price_amount is 'A line may differ by this much whatever the share, in company currency.';
comment on column erp.match_tolerances.quantity_rate is 'How much more than was received may be invoiced, as a share of it.';
comment on column erp.match_tolerances.over_receipt_rate is 'How much more than was ordered may be received, as a share of it.';
comment on column erp.match_tolerances.tax_amount is 'How far the stated VAT may be from the computed one, in the invoice''s currency.';
comment on column erp.match_tolerances.unordered_amount is 'Above it an invoice without order is looked at, in company currency; null: never.';
