-- What was in both systems before is brought together by the first run.
create index customers_registration on erp.customers
    (country_code, crm.registration_key(legal_id, country_code::text));
insert into sync.outbox (topic, aggregate_id, system)
select 'customer', customer_id, 'erp' from erp.customers order by customer_id;
insert into sync.outbox (topic, aggregate_id, system)
select 'account', account_id, 'crm' from crm.accounts
where customer_id is null and merged_into_id is null and exists (
    select from crm.opportunities
    where opportunities.account_id = accounts.account_id and stage = 'won'
) order by account_id;
insert into sync.outbox (topic, aggregate_id, system)
select 'offer', product_id, 'erp' from erp.products order by product_id;
