create table crm.outcome_reasons (
    outcome_reason_id bigint generated always as identity primary key,
    outcome text not null check (outcome in ('won', 'lost')),
    reason_code text not null check (reason_code ~ '^[a-z_]+$'),
    name text not null check (name <> ''),
    is_active boolean not null default true,
    unique (outcome, reason_code)
);
insert into crm.outcome_reasons (outcome, reason_code, name) values
    ('won', 'price', 'prix'),
    ('won', 'quality', 'qualité'),
    ('won', 'lead_time', 'délai'),
    ('won', 'relationship', 'relation'),
    ('won', 'service', 'service'),
    ('lost', 'price', 'prix'),
    ('lost', 'quality', 'qualité'),
    ('lost', 'lead_time', 'délai'),
    ('lost', 'competitor', 'concurrent'),
    ('lost', 'abandoned', 'projet abandonné'),
    ('lost', 'no_answer', 'sans réponse'),
    ('lost', 'no_budget', 'pas de budget');

alter table crm.opportunity_stages
    add column forecast_category text not null default 'pipeline'
        check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted', 'closed'));
update crm.opportunity_stages set forecast_category = 'best_case' where stage = 'negotiation';
update crm.opportunity_stages set forecast_category = 'closed' where outcome <> 'open';

alter table crm.opportunities
    add column owner_id bigint references erp.employees,
    add column probability numeric(9, 6) check (probability between 0 and 1),
    add column forecast_category text
        check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted', 'closed')),
    add column outcome_reason_id bigint references crm.outcome_reasons,
    add column competitor_name text check (competitor_name <> ''),
    add column campaign_id bigint references crm.campaigns,
    add column next_step text check (next_step <> '');
update crm.opportunities
set probability = stages.probability, forecast_category = stages.forecast_category
from crm.opportunity_stages as stages where stages.stage = opportunities.stage;
update crm.opportunities
set outcome_reason_id = reasons.outcome_reason_id
from crm.outcome_reasons as reasons
where reasons.outcome = opportunities.stage and reasons.name = lower(trim(lost_reason));
set constraints all immediate;
set constraints all deferred;
alter table crm.opportunities
    alter column probability set not null,
    alter column forecast_category set not null,
    add constraint category_of_a_decided_one
        check ((forecast_category = 'closed') = (closed_on is not null));
create index on crm.opportunities (owner_id);
create index on crm.opportunities (outcome_reason_id);
create index on crm.opportunities (campaign_id);

-- A new deal has the likelihood and category of its stage unless it comes with its own; so has one
-- whose stage is changed by somebody who says nothing of them. A command says what it means.
create function crm.follow_stage() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if nullif(current_setting('crm.changed_on', true), '') is not null then
            return new;
        end if;
        if new.probability = old.probability then
            new.probability := null;
        end if;
        if new.forecast_category = old.forecast_category then
            new.forecast_category := null;
        end if;
    end if;
    if new.probability is null or new.forecast_category is null then
        select coalesce(new.probability, stages.probability),
            coalesce(new.forecast_category, stages.forecast_category)
        into new.probability, new.forecast_category
        from crm.opportunity_stages as stages where stages.stage = new.stage;
    end if;
    return new;
end
$$;
create trigger follow_stage before insert on crm.opportunities
    for each row execute function crm.follow_stage();
create trigger follow_new_stage before update of stage on crm.opportunities
    for each row when (old.stage <> new.stage) execute function crm.follow_stage();

create table crm.opportunity_lines (
    opportunity_line_id bigint generated always as identity primary key,
    opportunity_id bigint not null references crm.opportunities,
    line_number integer not null check (line_number > 0),
    product_id bigint not null references erp.products,
    quantity numeric(18, 4) not null check (quantity > 0),
    unit_price numeric(18, 4) not null check (unit_price >= 0),
    net_amount numeric(18, 2) not null,
    constraint worth_its_goods check (net_amount = round(quantity * unit_price, 2)),
    unique (opportunity_id, line_number)
);
