create table crm.lead_sources (
    lead_source text primary key check (lead_source ~ '^[a-z_]+$'),
    name text not null check (name <> '')
);
insert into crm.lead_sources (lead_source, name) values
    ('advertising', 'Publicité'),
    ('cold_call', 'Prospection téléphonique'),
    ('fair', 'Salon'),
    ('list', 'Fichier acheté'),
    ('mailing', 'Campagne e-mail'),
    ('partner', 'Partenaire'),
    ('phone', 'Appel entrant'),
    ('referral', 'Recommandation'),
    ('web', 'Site web'),
    ('other', 'Autre');

create table crm.scoring_rules (
    scoring_rule_id bigint generated always as identity primary key,
    field text not null check (field in (
        'lead_source', 'company_name', 'job_title', 'email', 'phone', 'country_code', 'city',
        'industry', 'employee_count', 'need'
    )),
    operator text not null check (operator in (
        'is_given', 'is_missing', 'equals', 'one_of', 'contains', 'ends_with', 'at_least', 'at_most'
    )),
    value text,
    points integer not null check (points <> 0 and points between -100 and 100),
    reason text not null check (reason <> ''),
    is_active boolean not null default true,
    constraint value_where_compared
        check ((value is null) = (operator in ('is_given', 'is_missing')))
);

create table crm.leads (
    lead_id bigint generated always as identity primary key,
    lead_number text not null unique,
    lead_source text not null references crm.lead_sources,
    campaign_id bigint references crm.campaigns,
    company_name text not null check (company_name <> ''),
    first_name text,
    last_name text check (last_name <> ''),
    job_title text,
    email text,
    phone text check (phone <> ''),
    country_code char(2) not null check (country_code ~ '^[A-Z]{2}$'),
    city text,
    industry text,
    employee_count integer check (employee_count >= 0),
    need text,
    status text not null default 'new'
        check (status in ('new', 'working', 'qualified', 'disqualified', 'converted')),
    owner_id bigint references erp.employees,
    owner_name text,
    received_at timestamptz not null,
    created_on date not null,
    assigned_at timestamptz,
    first_response_at timestamptz,
    qualified_on date,
    disqualified_on date,
    disqualified_reason text check (disqualified_reason <> ''),
    converted_on date,
    account_id bigint references crm.accounts,
    contact_id bigint references crm.contacts,
    opportunity_id bigint references crm.opportunities,
    score integer not null default 0,
    score_reasons jsonb not null default '[]',
    merged_into_id bigint references crm.leads,
    email_key text generated always as (nullif(lower(trim(email)), '')) stored,
    name_key text generated always as (crm.name_key(company_name)) stored,
    constraint merged_into_another check (merged_into_id <> lead_id),
    constraint found_on_the_day_it_came
        check (created_on = (received_at at time zone 'Europe/Paris')::date),
    constraint answered_after_it_came check (first_response_at >= received_at),
    constraint disqualified_with_a_reason check (
        (status = 'disqualified') = (disqualified_on is not null)
        and (disqualified_on is not null) = (disqualified_reason is not null)
    ),
    constraint converted_into_an_account check (
        (status = 'converted') = (converted_on is not null)
        and (converted_on is not null) = (account_id is not null)
    )
);
create index on crm.leads (email_key);
create index on crm.leads (name_key);
create index on crm.leads (status);

alter table crm.opportunities add column lead_id bigint references crm.leads;
-- A lead becomes one opportunity: a second conversion is refused here too.
create unique index one_opportunity_a_lead on crm.opportunities (lead_id);

create function crm.stay_converted() returns trigger language plpgsql as $$
begin
    raise exception 'Lead % was converted on %: it stays so.', old.lead_number, old.converted_on
        using errcode = '23514', hint = 'Enter another lead for another need.';
end
$$;
create trigger converted_for_good before update of status, converted_on on crm.leads
    for each row when (
        old.status = 'converted'
        and (new.status <> 'converted' or new.converted_on is distinct from old.converted_on)
    )
    execute function crm.stay_converted();

-- Whom a campaign addressed: a lead or a contact, and how far it got with them.
create table crm.campaign_members (
    campaign_member_id bigint generated always as identity primary key,
    campaign_id bigint not null references crm.campaigns,
    lead_id bigint references crm.leads,
    contact_id bigint references crm.contacts,
    status text not null default 'sent' check (status in ('sent', 'opened', 'responded')),
    sent_on date not null,
    opened_on date,
    responded_on date,
    constraint opened_after_sent check (opened_on >= sent_on),
    constraint responded_after_opened check (responded_on >= coalesce(opened_on, sent_on)),
    constraint a_lead_or_a_contact check (num_nonnulls(lead_id, contact_id) = 1),
    constraint as_far_as_its_days_say check (
        case status
            when 'sent' then opened_on is null and responded_on is null
            when 'opened' then opened_on is not null and responded_on is null
            else responded_on is not null
        end
    ),
    unique (campaign_id, lead_id),
    unique (campaign_id, contact_id)
);
