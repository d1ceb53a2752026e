-- The French chart of accounts (plan comptable général), as far as the chain posts to it.
create table erp.ledger_accounts (
    account_code text primary key check (account_code ~ '^[1-8][0-9]*$'),
    name text not null
);
insert into erp.ledger_accounts (account_code, name) values
    ('37', 'Stocks de marchandises'),
    ('411', 'Clients'),
    ('44571', 'TVA collectée'),
    ('512', 'Banques'),
    ('6037', 'Variation des stocks de marchandises'),
    ('707', 'Ventes de marchandises');

create table erp.journal_entries (
    entry_id bigint generated always as identity primary key,
    entry_number text not null unique,
    journal_code text not null,
    posted_on date not null,
    document_type text not null,
    document_number text not null,
    description text not null
);

create table erp.journal_lines (
    journal_line_id bigint generated always as identity primary key,
    entry_id bigint not null references erp.journal_entries,
    line_number integer not null check (line_number > 0),
    account_code text not null references erp.ledger_accounts,
    customer_id bigint references erp.customers,
    label text not null,
    debit numeric(18, 2) not null default 0 check (debit >= 0),
    credit numeric(18, 2) not null default 0 check (credit >= 0),
    unique (entry_id, line_number),
    constraint one_side check ((debit = 0) <> (credit = 0))
);

create index on erp.journal_entries (document_number);

-- Looked at when the transaction commits: lines come one by one, the entry must balance whole.
-- A line that was moved from one entry to another concerns both.
create function erp.require_balance() returns trigger language plpgsql as $$
declare
    entry record;
begin
    for entry in
        select entries.entry_number, count(lines.entry_id) as line_count,
            coalesce(sum(lines.debit - lines.credit), 0) as gap
        from erp.journal_entries as entries
        left join erp.journal_lines as lines on lines.entry_id = entries.entry_id
        where entries.entry_id in (
            case when tg_op <> 'DELETE' then new.entry_id end,
            case when tg_op <> 'INSERT' then old.entry_id end
        )
        group by entries.entry_id
    loop
        if entry.line_count = 0 then
            raise exception 'Journal entry % has no lines.', entry.entry_number
                using errcode = '23514';
        end if;
        if entry.gap <> 0 then
            raise exception 'Journal entry % does not balance: debit less credit is %.',
                entry.entry_number, entry.gap using errcode = '23514';
        end if;
    end loop;
    return null;
end
$$;

create constraint trigger entry_balances
    after insert or update or delete on erp.journal_lines
    deferrable initially deferred
    for each row execute function erp.require_balance();

create constraint trigger entry_has_lines
    after insert on erp.journal_entries
    deferrable initially deferred
    for each row execute function erp.require_balance();
