-- Moves and values are only added; quantities and balances are written by them alone.
do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        revoke update on erp.stock_moves, erp.stock_values from affluent_writer;
        revoke insert, update on erp.stock_quantities, erp.stock_balances from affluent_writer;
    end if;
end
$$;
