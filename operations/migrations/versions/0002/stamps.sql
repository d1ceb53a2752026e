-- The stamps of every table (0001/stamps.sql says why), for the new ones.
do $$
declare
    place text;
    reference record;
begin
    foreach place in array array['journals', 'periods', 'letterings'] loop
        execute format(
            'alter table erp.%I
                add column created_at timestamptz not null default clock_timestamp(),
                add column updated_at timestamptz not null default clock_timestamp()',
            place
        );
        execute format('create index on erp.%I (updated_at)', place);
        execute format(
            'create trigger stamp before update on erp.%I
                for each row execute function erp.touch()', place
        );
        execute format(
            'create trigger stamp_new before insert on erp.%I for each row
                when (new.updated_at not between transaction_timestamp() and clock_timestamp())
                execute function erp.touch()', place
        );
        execute format(
            'alter table erp.%I enable always trigger stamp, enable always trigger stamp_new',
            place
        );
    end loop;
end
$$;

create index on erp.journal_entries (journal_code);
create index on erp.journal_lines (lettering_id);
create index on erp.letterings (account_code);
create index on erp.letterings (customer_id);
