create schema erp;
create schema crm;

-- Numbers without gaps: the row is locked until its transaction ends.
create table erp.sequences (
    kind text primary key,
    last_number bigint not null default 0 check (last_number >= 0)
);

-- The moment of the change, by the server's clock, whatever the writer said: an extractor reads
-- by it, with a look-back for transactions that changed a row before it looked and ended after.
create function erp.touch() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end
$$;
