-- Triggers, not commands, write the outbox: a command that forgot it would part the two systems
-- unseen, and what is mended by hand in psql must arrive too.

create function sync.changes(before jsonb, after jsonb) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_object_agg(key, value), '{}')
    from jsonb_each(after) where before is null or before -> key is distinct from value
$$;

create function sync.account_fields(account crm.accounts) returns jsonb
language sql immutable as $$
    select jsonb_build_object('name', account.name, 'legal_id', account.legal_id,
        'country_code', account.country_code, 'city', account.city,
        'seller', account.owner_id::text)
$$;

create function sync.customer_fields(customer erp.customers) returns jsonb
language sql immutable as $$
    select jsonb_build_object('name', customer.name, 'legal_id', customer.legal_id,
        'country_code', customer.country_code, 'city', customer.city,
        'seller', customer.seller_id::text)
$$;

create function sync.note_account() returns trigger language plpgsql as $$
declare
    changed jsonb;
begin
    if sync.is_echo() then
        return null;
    end if;
    changed := sync.changes(
        case when tg_op = 'UPDATE' then sync.account_fields(old) end, sync.account_fields(new)
    );
    -- A merge takes the customer from one account and gives it to another: both are told.
    if tg_op = 'UPDATE' and old.customer_id is not null
        and new.customer_id is distinct from old.customer_id then
        perform sync.note('customer', old.customer_id, 'crm', '{}');
    end if;
    if new.customer_id is not null and (
        tg_op = 'INSERT' or changed <> '{}'
        or new.customer_id is distinct from old.customer_id
        or new.merged_into_id is distinct from old.merged_into_id
    ) then
        perform sync.note('customer', new.customer_id, 'crm',
            jsonb_build_object('account_id', new.account_id, 'changed', changed));
    end if;
    return null;
end
$$;
create trigger note_change
    after insert or update of
        name, legal_id, country_code, city, owner_id, customer_id, merged_into_id
    on crm.accounts for each row execute function sync.note_account();

create function sync.note_customer() returns trigger language plpgsql as $$
declare
    changed jsonb;
begin
    if sync.is_echo() then
        return null;
    end if;
    changed := sync.changes(
        case when tg_op = 'UPDATE' then sync.customer_fields(old) end, sync.customer_fields(new)
    );
    if changed <> '{}' then
        perform sync.note('customer', new.customer_id, 'erp',
            jsonb_build_object('changed', changed));
    end if;
    return null;
end
$$;
create trigger note_change
    after insert or update of name, legal_id, country_code, city, seller_id
    on erp.customers for each row execute function sync.note_customer();

-- A deal that is won makes a customer of its account.
create function sync.note_won() returns trigger language plpgsql as $$
begin
    if sync.is_echo() then
        return null;
    end if;
    perform sync.note('account', new.account_id, 'crm',
        jsonb_build_object('won_on', new.closed_on))
    from crm.accounts where account_id = new.account_id and customer_id is null;
    return null;
end
$$;
create trigger note_won after insert or update of stage on crm.opportunities
    for each row when (new.stage = 'won') execute function sync.note_won();

create function sync.note_acceptance() returns trigger language plpgsql as $$
begin
    perform sync.note('quote', new.quote_id, 'crm', jsonb_build_object(
        'accepted_on', new.accepted_on, 'promised_on', new.promised_on,
        'seller_id', new.seller_id
    ));
    return null;
end
$$;
create trigger note_acceptance after insert on crm.quote_acceptances
    for each row execute function sync.note_acceptance();
