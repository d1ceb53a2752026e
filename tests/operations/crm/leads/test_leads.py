"""A lead's life: entered, answered, qualified, converted or put aside; and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from desk import Desk, at
from trade import DAY, day

from operations.crm.accounts.errors import MergedAway
from operations.crm.campaigns import commands as campaigns
from operations.crm.leads import commands as leads
from operations.crm.leads.errors import (
    LeadDecided,
    LeadNotDisqualified,
    LeadNotQualified,
    LeadWithoutName,
    UnknownSource,
)
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def qualified(desk: Desk, **fields: object) -> int:
    lead = desk.lead(**fields)
    leads.qualify(desk.connection, lead_id=lead, on=day(1))
    return lead


def test_a_lead_belongs_to_the_day_on_which_it_came_in_paris(desk: Desk) -> None:
    lead = desk.lead(received_at=dt.datetime(2024, 3, 1, 23, 30, tzinfo=dt.UTC))
    assert desk.of("leads", lead, "created_on") == day(1)


def test_the_first_answer_counts_and_a_new_lead_is_worked_on(desk: Desk) -> None:
    lead = desk.lead()
    for time in ("2024-03-01 11:00", "2024-03-01 15:00"):
        leads.respond(desk.connection, lead_id=lead, at=at(time))
    assert desk.of("leads", lead, "status, first_response_at - received_at") == (
        "working",
        dt.timedelta(hours=2),
    )


def test_an_answer_before_the_lead_came_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="cannot be 2024-03-01 08:59: it came on 2024-03-01"):
        leads.respond(desk.connection, lead_id=desk.lead(), at=at("2024-03-01 08:59"))


def test_a_time_without_a_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="without a time zone"):
        desk.lead(received_at=dt.datetime(2024, 3, 1, 9, 0))  # noqa: DTZ001  that is the point


def test_a_lead_is_given_to_somebody_and_keeps_when(desk: Desk) -> None:
    lead, seller = desk.lead(), desk.employee("EM1", "Vente Nord")
    leads.assign_lead(desk.connection, lead_id=lead, owner_id=seller, at=at("2024-03-01 10:00"))
    assert desk.of("leads", lead, "owner_name, assigned_at") == (
        "Vente Nord",
        at("2024-03-01 10:00"),
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"company_name": "?"}, "name of the firm"),
        ({"country_code": "France"}, "country of lead"),
        ({"email": "nobody"}, "e-mail address of lead"),
        ({"employee_count": -1}, "-1 employees"),
    ],
)
def test_what_no_lead_may_bear_is_refused(
    desk: Desk, fields: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        desk.lead(**fields)
    with pytest.raises(InvalidValue):
        leads.change_lead(desk.connection, lead_id=desk.lead(), **fields)  # type: ignore[arg-type]


def test_a_source_that_is_not_on_the_list_is_refused_with_those_that_are(desk: Desk) -> None:
    with pytest.raises(UnknownSource) as refused:
        desk.lead(lead_source="pigeon")
    assert "advertising, cold_call, fair" in refused.value.remedy
    leads.add_source(desk.connection, lead_source="pigeon", name="Pigeon")
    desk.lead(lead_source="pigeon")
    with pytest.raises(InvalidValue, match="code of the source"):
        leads.add_source(desk.connection, lead_source="Carrier pigeon", name="Pigeon")


def test_a_lead_of_an_unknown_campaign_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="campaign 999999"):
        desk.lead(campaign_id=999_999)


def test_a_lead_is_qualified_once_and_saying_it_again_changes_nothing(desk: Desk) -> None:
    lead = qualified(desk)
    leads.qualify(desk.connection, lead_id=lead, on=day(5))
    assert desk.of("leads", lead, "status, qualified_on") == ("qualified", day(1))


def test_nothing_happens_to_a_lead_before_it_came(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="cannot change on 2024-02-29"):
        leads.qualify(desk.connection, lead_id=desk.lead(), on=day(-1))


def test_a_lead_that_was_put_aside_keeps_why_and_can_be_taken_up(desk: Desk) -> None:
    lead = desk.lead()
    leads.disqualify(desk.connection, lead_id=lead, on=day(2), reason="pas de budget")
    assert desk.of("leads", lead, "status, disqualified_reason") == (
        "disqualified",
        "pas de budget",
    )
    for write in (
        lambda: leads.qualify(desk.connection, lead_id=lead, on=day(3)),
        lambda: leads.respond(desk.connection, lead_id=lead, at=at("2024-03-05 09:00")),
        lambda: leads.change_lead(desk.connection, lead_id=lead, need="Pumps"),
        lambda: leads.convert(desk.connection, lead_id=lead, on=day(3)),
    ):
        with pytest.raises(LeadDecided, match=r"L\d+ was disqualified on 2024-03-03") as refused:
            write()
        assert "reconsider" in refused.value.remedy
    leads.reconsider(desk.connection, lead_id=lead, on=day(4))
    assert desk.of("leads", lead, "status, disqualified_on") == ("working", None)
    with pytest.raises(LeadNotDisqualified, match="is working"):
        leads.reconsider(desk.connection, lead_id=lead, on=day(4))


def test_a_lead_is_not_put_aside_without_a_reason(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="reason for putting aside"):
        leads.disqualify(desk.connection, lead_id=desk.lead(), on=DAY, reason=" ")


def test_a_converted_lead_is_an_account_a_contact_and_a_deal(desk: Desk) -> None:
    campaign = campaigns.plan_campaign(
        desk.connection, name="Salon", channel="event", starts_on=DAY
    )
    lead = qualified(
        desk,
        campaign_id=campaign,
        email="dt@forez.example",
        need="Ten pumps",
        owner_name="Vente Nord",
        city="Feurs",
    )
    became = leads.convert(desk.connection, lead_id=lead, on=day(2), amount=Decimal(900))
    assert desk.of("accounts", became.account_id, "name, city, owner_name") == (
        "Menuiserie du Forez",
        "Feurs",
        "Vente Nord",
    )
    assert desk.of("contacts", became.contact_id, "account_id, last_name, email") == (
        became.account_id,
        "Direction technique",
        "dt@forez.example",
    )
    deal = desk.of(
        "opportunities",
        became.opportunity_id,
        "account_id, name, amount, lead_id, campaign_id, created_on, owner_name",
    )
    assert deal == (
        became.account_id,
        "Ten pumps",
        Decimal(900),
        lead,
        campaign,
        day(2),
        "Vente Nord",
    )
    assert desk.of("leads", lead, "status, converted_on, account_id, opportunity_id") == (
        "converted",
        day(2),
        became.account_id,
        became.opportunity_id,
    )


def test_a_lead_of_a_known_firm_is_converted_into_its_account_and_contact(desk: Desk) -> None:
    known = desk.contact(email="Achats@Jura.example")
    lead = qualified(desk, email="achats@jura.example", last_name=None)
    became = leads.convert(desk.connection, lead_id=lead, on=day(2), account_id=desk.account)
    assert (became.account_id, became.contact_id) == (desk.account, known)


def test_a_lead_is_converted_once(desk: Desk) -> None:
    lead = qualified(desk)
    leads.convert(desk.connection, lead_id=lead, on=day(2))
    with pytest.raises(LeadDecided, match=r"L\d+ was converted on 2024-03-03"):
        leads.convert(desk.connection, lead_id=lead, on=day(3))
    assert desk.row("select count(*) from crm.opportunities") == 1


def test_a_lead_that_nobody_qualified_is_not_converted(desk: Desk) -> None:
    with pytest.raises(LeadNotQualified, match=r"L\d+ is new"):
        leads.convert(desk.connection, lead_id=desk.lead(), on=day(2))


def test_a_lead_that_names_nobody_is_converted_with_a_name(desk: Desk) -> None:
    lead = qualified(desk, last_name=None)
    with pytest.raises(LeadWithoutName, match=r"L\d+ names nobody"):
        leads.convert(desk.connection, lead_id=lead, on=day(2))
    assert desk.row("select count(*) from crm.accounts") == 1
    became = leads.convert(desk.connection, lead_id=lead, on=day(2), last_name="Service achats")
    assert desk.of("contacts", became.contact_id, "last_name") == "Service achats"


def test_an_edit_of_a_lead_on_an_old_version_is_refused(desk: Desk) -> None:
    lead = desk.lead()
    assert leads.change_lead(desk.connection, lead_id=lead, expected_version=1, city="Feurs") == 2
    with pytest.raises(LostUpdate):
        leads.change_lead(desk.connection, lead_id=lead, expected_version=1, city="Boën")


def test_a_lead_that_is_not_there_or_was_merged_is_refused(desk: Desk) -> None:
    from operations.crm.merges import commands as merges

    with pytest.raises(NotFound, match="lead 999999"):
        leads.qualify(desk.connection, lead_id=999_999, on=DAY)
    kept, merged = desk.lead(), desk.lead()
    merges.merge_leads(desk.connection, kept_id=kept, merged_id=merged, on=DAY, by="Vente Nord")
    with pytest.raises(MergedAway, match=rf"Lead L\d+ was merged into lead {kept}"):
        leads.qualify(desk.connection, lead_id=merged, on=DAY)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("update crm.leads set status = 'working'", "stays so"),
        ("update crm.leads set converted_on = '2024-03-09'", "stays so"),
        (
            "insert into crm.opportunities (opportunity_number, account_id, name, stage,"
            " currency_code, created_on, lead_id) select 'X', account_id, 'x', 'prospecting',"
            " 'EUR', '2024-03-03', lead_id from crm.leads",
            "one_opportunity_a_lead",
        ),
        ("update crm.leads set status = 'disqualified'", "stays so"),
        ("update crm.leads set account_id = null", "converted_into_an_account"),
        ("update crm.leads set created_on = '2024-03-02'", "found_on_the_day_it_came"),
        ("update crm.leads set first_response_at = '2024-02-01'", "answered_after_it_came"),
        ("update crm.leads set disqualified_on = '2024-03-02'", "disqualified_with_a_reason"),
    ],
)
def test_the_database_keeps_a_converted_lead_as_it_is(
    desk: Desk, statement: str, error: str
) -> None:
    leads.convert(desk.connection, lead_id=qualified(desk), on=day(2))
    with pytest.raises(psycopg.errors.IntegrityError, match=error):
        desk.connection.execute(statement.encode())
