select erp.follow(place::regclass) from unnest(array[
    'sync.links', 'sync.field_rules', 'sync.conflicts', 'crm.quote_acceptances',
    'crm.account_finances', 'crm.product_offers'
]) as place;

comment on schema sync is 'Between ERP and CRM: what must go over, what both agree on, what a person decides.';
comment on table sync.outbox is 'One row per change that the other system must hear of.';
comment on column sync.outbox.aggregate_id is 'Of which customer, account, quote or product; its messages go one after the other.';
comment on column sync.outbox.system is 'Where the change was made.';
comment on column sync.outbox.tries is 'How often it failed.';
comment on column sync.outbox.dead_at is 'Since when nobody tries it any more: see last_error, then retry.';
comment on table sync.inbox is 'One row per message whose effect was written.';
comment on table sync.links is 'One row per customer and the account that it is.';
comment on column sync.links.agreed is 'Field and the value that both sides had last.';
comment on table sync.field_rules is 'One row per field that goes over, and who wins when both have changed it.';
comment on column sync.field_rules.winner is 'erp, crm; recent: who changed it last; person: kept for one.';
comment on table sync.conflicts is 'One row per field on which the two sides differed, and what became of it.';
comment on column sync.conflicts.kept is 'Whose value stands; same: both were changed to one value; null: open.';
comment on column sync.conflicts.resolved_by is 'Who decided; rule: the field''s own rule did.';
comment on table crm.quote_acceptances is 'One row per quote that its customer accepted, as the seller noted it.';
comment on column crm.quote_acceptances.order_id is 'The order that the ERP made of it; null while it did not.';
comment on table crm.account_finances is 'One row per account and company: what it owes and has ordered, in company currency.';
comment on column crm.account_finances.open_amount is 'Owed on invoices, with tax, after credit notes and payments.';
comment on column crm.account_finances.overdue_amount is 'Of it, due before as_of_on.';
comment on column crm.account_finances.next_due_on is 'When more of it becomes overdue; then it is reckoned again.';
comment on column crm.account_finances.order_book_amount is 'Ordered and neither invoiced nor cancelled, ex VAT.';
comment on column crm.account_finances.last_invoice_amount is 'With tax.';
comment on table crm.product_offers is 'One row per product and company: its price for anybody, and how much of it is free.';
comment on column crm.product_offers.unit_price is 'Of one unit, ex VAT, before discounts: the cheapest general list''s, else the catalogue''s.';
comment on column crm.product_offers.available_quantity is 'In own places and not reserved; null for a service.';
comment on column crm.product_offers.next_price_on is 'When a list price begins or ends; then it is looked up again.';
