-- What was said of each deal, field by field, so that its state on any past day can be told:
-- changed_on is the day that the change is said to be of, changed_at when it was written.
create table crm.opportunity_events (
    opportunity_event_id bigint generated always as identity primary key,
    opportunity_id bigint not null references crm.opportunities,
    field text not null check (field in (
        'account_id', 'amount', 'closed_on', 'competitor_name', 'currency_code',
        'expected_close_on', 'forecast_category', 'outcome_reason_id', 'owner_id', 'owner_name',
        'probability', 'stage'
    )),
    old_value text,
    new_value text,
    changed_on date not null,
    changed_at timestamptz not null default clock_timestamp(),
    changed_by text,
    constraint a_change check (old_value is distinct from new_value)
);
create index opportunity_events_by_field on crm.opportunity_events
    (opportunity_id, field, changed_on desc, opportunity_event_id desc);

-- The fields whose changes are kept, as text.
create function crm.kept_fields(deal crm.opportunities)
returns table (field text, value text) language sql stable as $$
    values
        ('account_id', deal.account_id::text),
        ('amount', deal.amount::text),
        ('closed_on', to_char(deal.closed_on, 'YYYY-MM-DD')),
        ('competitor_name', deal.competitor_name),
        ('currency_code', deal.currency_code::text),
        ('expected_close_on', to_char(deal.expected_close_on, 'YYYY-MM-DD')),
        ('forecast_category', deal.forecast_category),
        ('outcome_reason_id', deal.outcome_reason_id::text),
        ('owner_id', deal.owner_id::text),
        ('owner_name', deal.owner_name),
        ('probability', deal.probability::text),
        ('stage', deal.stage)
$$;

-- What is known of the deals that exist: their stages with their days, the rest since they were found.
insert into crm.opportunity_events
    (opportunity_id, field, old_value, new_value, changed_on, changed_at)
select opportunity_id, 'stage', from_stage, to_stage, changed_on, created_at
from crm.opportunity_stage_changes
where from_stage is distinct from to_stage
order by change_id;
insert into crm.opportunity_events (opportunity_id, field, new_value, changed_on, changed_at)
select deals.opportunity_id, kept.field, kept.value, deals.created_on, deals.created_at
from crm.opportunities as deals
cross join crm.kept_fields(deals) as kept
where kept.value is not null
    and not (kept.field = 'stage' and exists (
        select from crm.opportunity_stage_changes as changes
        where changes.opportunity_id = deals.opportunity_id
    ))
    and kept.field not in ('closed_on', 'outcome_reason_id', 'probability', 'forecast_category');
-- The likelihood went with the stage; what closes a deal came with its last stage.
insert into crm.opportunity_events
    (opportunity_id, field, old_value, new_value, changed_on, changed_at)
select events.opportunity_id, kept.field, kept.before, kept.after, changed_on, changed_at
from crm.opportunity_events as events
left join crm.opportunity_stages as was on was.stage = events.old_value
join crm.opportunity_stages as became on became.stage = events.new_value
cross join lateral (values
    ('probability', was.probability::text, became.probability::text),
    ('forecast_category', was.forecast_category, became.forecast_category)
) as kept (field, before, after)
where events.field = 'stage' and kept.before is distinct from kept.after
order by events.opportunity_event_id;
insert into crm.opportunity_events (opportunity_id, field, new_value, changed_on, changed_at)
select deals.opportunity_id, kept.field, kept.value, deals.closed_on, deals.updated_at
from crm.opportunities as deals
cross join crm.kept_fields(deals) as kept
where kept.value is not null and deals.closed_on is not null
    and kept.field in ('closed_on', 'outcome_reason_id');

-- Whoever writes a deal, its changes are kept. A command says before it writes of which day and by
-- whom the change is (crm.changed_on, crm.changed_by): that holds for one statement. Who says
-- nothing changes it today, under the name of his session. No event comes before the last one of
-- its field, or the state on a day in between would be another than was told.
create function crm.keep_opportunity_events() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
    said_on date := nullif(current_setting('crm.changed_on', true), '');
    said_by text := nullif(current_setting('crm.changed_by', true), '');
    today date := (clock_timestamp() at time zone 'Europe/Paris')::date;
begin
    if said_on is null then
        said_by := session_user;
    else
        perform set_config('crm.changed_on', '', true), set_config('crm.changed_by', '', true);
    end if;
    if tg_op = 'INSERT' then
        insert into crm.opportunity_events (opportunity_id, field, new_value, changed_on, changed_by)
        select deals.opportunity_id, kept.field, kept.value, deals.created_on, said_by
        from added as deals cross join crm.kept_fields(deals) as kept
        where kept.value is not null;
        insert into crm.opportunity_stage_changes (opportunity_id, changed_on, to_stage)
        select opportunity_id, created_on, stage from added;
        return null;
    end if;
    with changes as (
        insert into crm.opportunity_events
            (opportunity_id, field, old_value, new_value, changed_on, changed_by)
        select deals.opportunity_id, kept.field, was.value, kept.value,
            greatest(
                coalesce(said_on, today),
                (select max(last.changed_on) from crm.opportunity_events as last
                where last.opportunity_id = deals.opportunity_id and last.field = kept.field)
            ),
            said_by
        from changed as deals
        join before_change as former on former.opportunity_id = deals.opportunity_id
        cross join crm.kept_fields(deals) as kept
        join lateral crm.kept_fields(former) as was on was.field = kept.field
        where was.value is distinct from kept.value
        returning opportunity_id, field, old_value, new_value, changed_on
    )
    insert into crm.opportunity_stage_changes (opportunity_id, changed_on, from_stage, to_stage)
    select opportunity_id, changed_on, old_value, new_value from changes where field = 'stage';
    return null;
end
$$;
create trigger keep_events_of_new after insert on crm.opportunities
    referencing new table as added
    for each statement execute function crm.keep_opportunity_events();
create trigger keep_events after update on crm.opportunities
    referencing old table as before_change new table as changed
    for each statement execute function crm.keep_opportunity_events();

-- What was said stays said.
create function crm.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of %.% are added, never changed or deleted.',
        tg_table_schema, tg_table_name
        using errcode = '23514', hint = 'Add a row that says what holds now.';
end
$$;
create trigger only_added before update or delete on crm.opportunity_events
    for each statement execute function crm.refuse_change();
