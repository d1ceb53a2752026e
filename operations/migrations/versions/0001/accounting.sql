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
create index on erp.journal_entries (document_number);

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

-- Looked at when the transaction commits: lines come one by one, the entry must balance whole.
create function erp.require_balance() returns trigger language plpgsql as $$
declare
    entry bigint := case when tg_op = 'DELETE' then old.entry_id else new.entry_id end;
    named text;
    gap numeric;
    lines bigint;
begin
    select entry_number into named from erp.journal_entries where entry_id = entry;
    if named is null then
        return null;  -- the entry went with its lines
    end if;
    select count(*), coalesce(sum(debit - credit), 0) into lines, gap
    from erp.journal_lines where entry_id = entry;
    if lines = 0 then
        raise exception 'Journal entry % has no lines.', named using errcode = '23514';
    end if;
    if gap <> 0 then
        raise exception 'Journal entry % does not balance: debit less credit is %.', named, gap
            using errcode = '23514';
    end if;
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
