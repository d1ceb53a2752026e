select erp.follow(place::regclass) from unnest(array[
    'crm.campaigns', 'crm.campaign_costs', 'crm.lead_sources', 'crm.scoring_rules', 'crm.leads',
    'crm.campaign_members', 'crm.outcome_reasons', 'crm.opportunity_lines',
    'crm.opportunity_events', 'crm.contact_roles', 'crm.merges', 'crm.kept_apart',
    'crm.sla_policies', 'crm.working_hours', 'crm.closing_days', 'crm.tickets',
    'crm.ticket_events', 'crm.surveys', 'crm.activities', 'crm.consent_purposes',
    'crm.consent_events'
]) as place;

-- Nobody gives a consent in the future: the day on which the row was made is its latest.
alter table crm.consent_events add constraint not_said_in_the_future
    check (said_on <= (created_at at time zone 'Europe/Paris')::date);

do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        -- Lines of a deal and the hours of a weekday are drafts: a new set replaces them.
        grant delete on crm.opportunity_lines, crm.working_hours, crm.closing_days
            to affluent_writer;
        -- Only the triggers of a deal write its history.
        revoke insert, update on crm.opportunity_events from affluent_writer;
        revoke update on crm.ticket_events, crm.consent_events from affluent_writer;
    end if;
end
$$;
