create table erp.letterings (
    lettering_id bigint generated always as identity primary key,
    code text not null unique check (code ~ '^[A-Z]{3,}$'),
    account_code text not null references erp.ledger_accounts,
    customer_id bigint references erp.customers,
    lettered_on date not null
);

alter table erp.journal_lines add column lettering_id bigint references erp.letterings;
create index on erp.journal_lines (reference) where reference is not null;

-- Lettering moves no money: the balance is looked at again only when amounts or lines do.
drop trigger entry_balances on erp.journal_lines;
create constraint trigger entry_balances
    after insert or delete or update of entry_id, debit, credit on erp.journal_lines
    deferrable initially deferred
    for each row execute function erp.require_balance();

-- Looked at when the transaction commits: lines of one account and one party, that sum to zero.
create function erp.require_settled() returns trigger language plpgsql as $$
declare
    lettering record;
begin
    for lettering in
        select letterings.code, coalesce(sum(lines.debit - lines.credit), 0) as gap,
            coalesce(bool_or(
                lines.account_code <> letterings.account_code
                or lines.customer_id is distinct from letterings.customer_id
            ), false) as is_mixed
        from erp.letterings
        left join erp.journal_lines as lines using (lettering_id)
        where lettering_id in (
            case when tg_op <> 'DELETE' then new.lettering_id end,
            case when tg_op <> 'INSERT' then old.lettering_id end
        )
        group by lettering_id
    loop
        if lettering.is_mixed then
            raise exception 'Lettering % has lines of another account or party.', lettering.code
                using errcode = '23514';
        end if;
        if lettering.gap <> 0 then
            raise exception 'Lettering % does not settle: debit less credit is %.',
                lettering.code, lettering.gap using errcode = '23514';
        end if;
    end loop;
    return null;
end
$$;

create constraint trigger lettered_line_settles
    after insert on erp.journal_lines deferrable initially deferred
    for each row when (new.lettering_id is not null) execute function erp.require_settled();
create constraint trigger changed_lettering_settles
    after update on erp.journal_lines deferrable initially deferred
    for each row when (old.lettering_id is not null or new.lettering_id is not null)
    execute function erp.require_settled();
create constraint trigger lettering_settles_without_line
    after delete on erp.journal_lines deferrable initially deferred
    for each row when (old.lettering_id is not null) execute function erp.require_settled();
