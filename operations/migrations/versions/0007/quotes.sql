alter table erp.quotes
    add column exchange_rate numeric(18, 8) not null default 1 check (exchange_rate > 0),
    add column seller_id bigint references erp.employees,
    add column revises_quote_id bigint unique references erp.quotes,
    add column decided_on date,
    add column decision_reason text,
    drop constraint quotes_status_check,
    add constraint quotes_status_check
        check (status in ('open', 'accepted', 'refused', 'expired', 'revised')),
    add constraint revises_another check (revises_quote_id <> quote_id);
update erp.quotes set decided_on = coalesce(
    (select ordered_on from erp.sales_orders where sales_orders.quote_id = quotes.quote_id),
    valid_until
) where status <> 'open';
alter table erp.quotes add constraint decided_on_a_day
    check ((status = 'open') = (decided_on is null) and decided_on >= quoted_on);
create index on erp.quotes (seller_id);
create index on erp.quotes (valid_until) where status = 'open';

alter table erp.quote_lines add column net_amount_base numeric(18, 2) check (net_amount_base >= 0);
update erp.quote_lines set net_amount_base = net_amount;
alter table erp.quote_lines alter column net_amount_base set not null;
