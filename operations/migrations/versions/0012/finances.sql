-- What moves what a customer owes, or has ordered: the account hears of it.
create function sync.signal_finances() returns trigger language plpgsql as $$
begin
    perform sync.signal('finances', new.customer_id);
    return null;
end
$$;
create trigger signal_finances after insert or update on erp.invoices
    for each row execute function sync.signal_finances();
create trigger signal_finances after insert or update on erp.credit_notes
    for each row execute function sync.signal_finances();
create trigger signal_finances after insert or update on erp.refunds
    for each row execute function sync.signal_finances();
create trigger signal_finances after insert or update on erp.write_offs
    for each row execute function sync.signal_finances();
create trigger signal_finances after insert or update on erp.sales_orders
    for each row execute function sync.signal_finances();

create function sync.signal_invoice() returns trigger language plpgsql as $$
begin
    perform sync.signal('finances', customer_id)
    from erp.invoices where invoice_id = new.invoice_id;
    return null;
end
$$;
create trigger signal_finances after insert or update on erp.payment_allocations
    for each row execute function sync.signal_invoice();
create trigger signal_finances after insert or update on erp.rebate_allocations
    for each row execute function sync.signal_invoice();
create trigger signal_finances after insert or update on erp.down_payment_deductions
    for each row execute function sync.signal_invoice();

create function sync.signal_order() returns trigger language plpgsql as $$
begin
    perform sync.signal('finances', customer_id)
    from erp.sales_orders where order_id = new.order_id;
    return null;
end
$$;
create trigger signal_finances after update of quantity, cancelled_quantity, net_amount_base
    on erp.sales_order_lines for each row execute function sync.signal_order();
