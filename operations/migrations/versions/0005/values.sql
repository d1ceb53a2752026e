-- What the company's own stock of a product is worth now, kept by the rows of erp.stock_values.
create table erp.stock_balances (
    stock_balance_id bigint generated always as identity primary key,
    company_id bigint not null references erp.companies,
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null,
    value_amount numeric(18, 2) not null,
    average_cost numeric(18, 4),
    constraint one_balance_a_product unique (company_id, product_id)
);

-- Each change of what the own stock is worth, with what there was after it; never changed itself.
create table erp.stock_values (
    stock_value_id bigint generated always as identity primary key,
    company_id bigint not null default 1 references erp.companies,
    product_id bigint not null references erp.products,
    stock_move_id bigint unique references erp.stock_moves,
    entry_id bigint references erp.journal_entries,
    account_code text not null references erp.ledger_accounts,
    valued_on date not null,
    document_type text not null check (document_type <> ''),
    document_number text not null check (document_number <> ''),
    reason text not null check (reason <> ''),
    quantity_delta numeric(18, 4) not null,
    value_delta numeric(18, 2) not null,
    valuation text not null,
    quantity_after numeric(18, 4) not null,
    value_after numeric(18, 2) not null,
    constraint quantity_of_a_move check ((stock_move_id is null) = (quantity_delta = 0)),
    constraint value_of_goods check (quantity_delta = 0 or value_delta = 0
        or sign(value_delta) = sign(quantity_delta)),
    -- At average cost nothing is worth nothing, and goods are never worth less.
    constraint average_of_what_is_there check (
        valuation = 'standard'
        or (quantity_after > 0 and value_after >= 0)
        or (quantity_after = 0 and value_after = 0)
    )
);
create index on erp.stock_values (company_id, product_id, stock_value_id);
create index on erp.stock_values (company_id, valued_on);

-- Takes the stock of products for one writer: others wait until its transaction ends. Always in
-- the order of the products, so that two documents never wait for each other in a circle.
create function erp.hold_stock(company bigint, wanted bigint[])
returns table (product_id bigint, quantity numeric, value_amount numeric, average_cost numeric)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
    insert into erp.stock_balances (company_id, product_id, quantity, value_amount)
    select company, products.product_id, 0, 0
    from erp.products
    where products.product_id = any(wanted) and (
        -- Looked up one by one: "not exists" read the balances of all products for each document.
        select held.stock_balance_id from erp.stock_balances as held
        where held.company_id = company and held.product_id = products.product_id
    ) is null
    order by products.product_id
    on conflict do nothing;
    return query
    select held.product_id, held.quantity, held.value_amount, held.average_cost
    from erp.stock_balances as held
    where held.company_id = company and held.product_id = any(wanted)
    order by held.product_id for update;
end
$$;

-- The signed quantity by which a move changes the company's own stock: zero within it.
create function erp.own_quantity(move bigint) returns numeric language sql stable
set search_path = pg_catalog as $$
    select moves.quantity * (into_place.is_own::integer - from_place.is_own::integer)
    from erp.stock_moves as moves
    join erp.locations as from_place on from_place.location_id = moves.from_location_id
    join erp.locations as into_place on into_place.location_id = moves.to_location_id
    where stock_move_id = move
$$;

create function erp.keep_balance() returns trigger language plpgsql security definer
set search_path = pg_catalog as $$
declare
    moved record;
begin
    select valuation, moves.product_id, company_id, moved_on,
        quantity * (into_place.is_own::integer - from_place.is_own::integer) as own_quantity
    into moved
    from erp.products
    left join (
        erp.stock_moves as moves
        join (select location_id, is_own from erp.locations) as from_place
            on from_place.location_id = moves.from_location_id
        join (select location_id, is_own from erp.locations) as into_place
            on into_place.location_id = moves.to_location_id
    ) on stock_move_id = new.stock_move_id and moves.product_id = products.product_id
    where products.product_id = new.product_id;
    if new.stock_move_id is not null and (
        moved.company_id is distinct from new.company_id
        or moved.moved_on <> new.valued_on or moved.own_quantity <> new.quantity_delta
    ) then
        raise exception 'Stock move % is not of % on %.',
            new.stock_move_id, new.quantity_delta, new.valued_on using errcode = '23514';
    end if;
    new.valuation := moved.valuation;
    update erp.stock_balances as held set
        quantity = held.quantity + new.quantity_delta,
        value_amount = held.value_amount + new.value_delta,
        average_cost = case
            when held.quantity + new.quantity_delta > 0
            then (held.value_amount + new.value_delta) / (held.quantity + new.quantity_delta)
            else held.average_cost
        end
    where company_id = new.company_id and product_id = new.product_id
    returning quantity, value_amount into new.quantity_after, new.value_after;
    if not found then
        raise exception 'Product % has no balance: hold its stock first.', new.product_id
            using errcode = '23514';
    end if;
    return new;
end
$$;
create trigger balance_is_kept before insert on erp.stock_values
    for each row execute function erp.keep_balance();
create trigger never_changed before update or delete or truncate on erp.stock_values
    for each statement execute function erp.refuse_rewriting();

-- Looked at when the transaction commits: the value of a move is written after it.
create function erp.require_value() returns trigger language plpgsql as $$
begin
    if erp.own_quantity(new.stock_move_id) <> 0 and not exists (
        select from erp.stock_values where stock_move_id = new.stock_move_id
    ) then
        raise exception 'Stock move % of % enters or leaves the own stock without a value.',
            new.stock_move_id, new.document_number using errcode = '23514';
    end if;
    return null;
end
$$;
create constraint trigger move_has_a_value
    after insert on erp.stock_moves deferrable initially deferred
    for each row execute function erp.require_value();

select erp.follow('erp.stock_balances');
select erp.follow('erp.stock_values');
