-- What was written before there were companies is the first one's.
do $$
declare
    place text;
begin
    foreach place in array array[
        'quotes', 'sales_orders', 'deliveries', 'invoices', 'credit_notes', 'payments',
        'journal_entries', 'periods', 'letterings'
    ] loop
        execute format(
            'alter table erp.%I add column company_id bigint not null default 1
                references erp.companies',
            place
        );
    end loop;
end
$$;
