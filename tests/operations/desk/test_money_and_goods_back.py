"""What people type when money comes early and goods go back, and to make the company heard.

The tests are one story, told in their order, on one workspace: each begins where the last ended.
"""

from __future__ import annotations

import pytest
from typist import Typist, entries, listed


def test_a_part_of_an_order_is_asked_for_in_advance_and_given_back(typist: Typist) -> None:
    typist.type("erp product new Pump --category Pumps --price 100 --date 2024-01-01")
    typist.type("erp customer new 'Atelier du Forez' --date 2024-01-01")
    typist.type("erp order new --customer C00001 --line P00001=10@100 --date 2024-01-08")
    typist.type("erp order down-payment SO00001 300 --due 2024-01-20 --date 2024-01-09")
    assert typist.out.startswith("Asked 300 in advance of SO00001: INV00001.\n")
    assert ["411", "360.00", "0.00"] in entries(typist)
    typist.type("erp invoice pay INV00001 --date 2024-01-15")
    typist.type("erp order cancel-down-payment INV00001 --date 2024-01-16")
    assert typist.out.startswith("Credited INV00001: CN00001.\n")
    typist.type("erp payment refund INV00001 360 --date 2024-01-17")
    assert typist.out.startswith("Gave 360 back of INV00001: RF00001.\n")
    assert ["512", "0.00", "360.00"] in entries(typist)


def test_money_for_no_invoice_is_received_applied_and_given_back(typist: Typist) -> None:
    typist.type("erp supplier new 'Pompes du Rhône' --date 2024-01-01")
    typist.type("erp employee hire Achats --salary 2000 --approves 99999 --date 2024-01-01")
    typist.type(
        "erp buy order --supplier V00001 --line P00001=20@40 --buyer EM00001 --date 2024-01-08"
    )
    typist.type("erp receive PO00001 --date 2024-01-09")
    typist.type("erp payment receive C00001 1500 --date 2024-01-18")
    assert typist.out.startswith("Received PAY00002: 1500 EUR of C00001.\n")
    typist.type("erp order deliver SO00001 --date 2024-01-18")
    typist.type("erp order invoice SO00001 --date 2024-01-18")
    typist.type("erp payment apply PAY00002 INV00002=1200 --date 2024-01-19")
    assert typist.out.startswith("Applied PAY00002 to INV00002.\n")
    typist.type("erp payment refund PAY00002 300 --date 2024-01-20")
    assert [row["amount"] for row in listed(typist, "refunds")] == ["300.00", "360.00"]


def test_bringing_goods_here_makes_them_dearer(typist: Typist) -> None:
    typist.type("erp supplier new Transports --date 2024-01-01")
    cost = "erp landed-cost RC00001 --supplier V00002 --reference T-1 --amount 100"
    typist.type(f"{cost} --date 2024-01-21")
    assert typist.out.startswith("Entered LC00001: 100 of freight for RC00001.\n")
    assert ["37", "50.00", "0.00"] in entries(typist)  # half of the goods are still here
    weighed = "erp landed-cost RC00001 --supplier V00002 --reference T-2 --amount 10 --weight 1=5"
    typist.type(f"{weighed} --kind customs --date 2024-01-21")
    assert [row["basis"] for row in listed(typist, "landed-costs")] == ["weight", "value"]


def test_goods_go_back_and_are_credited(typist: Typist) -> None:
    enter = "erp supplier-invoice enter --supplier V00001 --order PO00001 --reference F-1"
    typist.type(f"{enter} --date 2024-01-21")
    number = typist.out.split()[1].rstrip(":")
    typist.type("erp send-back RC00001 --line 1=2 --reason 'Leak' --date 2024-01-22")
    assert typist.out.startswith("Sent back goods of RC00001: SR00001.\n")
    credit = f"erp supplier-invoice credit {number} --line 1=2 --reason return --reference A-1"
    typist.type(f"{credit} --date 2024-01-23")
    assert typist.out.startswith(f"Credited {number}: PC00001.\n")
    assert ["401", "96.00", "0.00"] in entries(typist)
    assert [row["reason"] for row in listed(typist, "supplier-returns")] == ["Leak"]
    assert [row["gross"] for row in listed(typist, "supplier-credit-notes")] == ["96.00"]


def test_a_campaign_is_planned_run_and_paid_for(typist: Typist) -> None:
    typist.type("crm lead new 'Tannerie du Velay' --last-name Achats --email a@velay.example")
    typist.type("crm account new 'Atelier du Forez' --date 2024-01-01")
    typist.type("crm contact new Achats --account A00001 --email b@forez.example")
    typist.type("crm campaign new 'Spring fair' --channel event --budget 900 --date 2024-02-01")
    assert typist.out == "Planned campaign CA00001: Spring fair.\n"
    typist.type("crm campaign start CA00001 --date 2024-02-01")
    typist.type("crm campaign add CA00001 L00001 b@forez.example --date 2024-02-02")
    assert typist.out == "Addressed 2 with CA00001, 0 had been.\n"
    typist.type("crm campaign note CA00001 b@forez.example --what answered --date 2024-02-03")
    typist.type("crm campaign cost CA00001 Stand --amount 450 --supplier V00002 --date 2024-02-04")
    typist.type("crm campaign cost CA00001 Printing --amount 50 --planned --date 2024-02-04")
    typist.type("crm campaign end CA00001 --date 2024-02-05")
    [campaign] = listed(typist, "campaigns")
    assert (campaign["planned"], campaign["spent"]) == ("950.00", "450.00")
    assert "responded" in typist.type("crm show CA00001")
    typist.type("crm campaign new 'Given up' --channel press --date 2024-03-01")
    typist.type("crm campaign cancel CA00002")
    assert listed(typist, "campaigns")[0]["status"] == "cancelled"


@pytest.mark.parametrize(
    "command",
    [
        "erp order down-payment SO00001 10",
        "erp payment receive C00001 10",
        "erp landed-cost RC00001 --supplier V00002 --reference T-9 --amount 10",
        "erp send-back RC00001 --line 1=1 --reason Leak",
        "crm campaign new Fair --channel event",
    ],
)
def test_a_dry_run_of_it_leaves_the_store_as_it_was(typist: Typist, command: str) -> None:
    before = typist.digest()
    assert typist.type(f"{command} --dry-run").startswith("Would ")
    assert typist.digest() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("erp order down-payment SO00001 9999 --date 2024-01-25", "SO00001"),
        ("erp order cancel-down-payment INV00002 --date 2024-01-25", "INV00002"),
        ("erp payment refund PAY00002 1 --date 2024-01-25", "PAY00002"),
        ("erp payment refund SO00001 1", "is not a number of payments"),
        ("erp payment apply PAY00002 INV00002", "INVOICE INV00002 says no quantity"),
        ("erp send-back RC00001 --line 1=99 --reason Leak --date 2024-01-25", "RC00001"),
        ("erp send-back RC00009 --line 1=1 --reason Leak", "no receipt RC00009"),
        (
            "erp landed-cost RC00001 RC00001 --supplier V00002 --reference T --amount 1"
            " --weight 1=1",
            "of one receipt",
        ),
        ("erp supplier-invoice credit PI00001 --reason tax --reference T-1", "PI00001"),
        ("crm campaign add CA00001 L00001", "CA00001"),
        ("crm campaign cost CA00001 Stand --amount -9999", "CA00001"),
    ],
)
def test_what_is_not_owed_is_refused(typist: Typist, command: str, said: str) -> None:
    before = typist.digest()
    typist.type(command, code=2)
    assert said in typist.err
    assert "→" in typist.err
    assert typist.digest() == before
