-- The writer runs the commands, the extractor reads. On a server of the company's own they may
-- not exist: its administrator decides there.
do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        grant usage on schema erp, crm to affluent_writer;
        -- No delete: what is in the books is corrected, not taken out.
        grant select, insert, update on all tables in schema erp, crm to affluent_writer;
        alter default privileges in schema erp, crm
            grant select, insert, update on tables to affluent_writer;
    end if;
    if exists (select from pg_roles where rolname = 'affluent_extractor') then
        grant usage on schema erp, crm to affluent_extractor;
        grant select on all tables in schema erp, crm to affluent_extractor;
        alter default privileges in schema erp, crm grant select on tables to affluent_extractor;
        begin
            alter role affluent_extractor set default_transaction_read_only = on;
        exception when insufficient_privilege then
            raise notice 'affluent_extractor is kept to reading by its grants alone';
        end;
    end if;
end
$$;
