"""What people type to have things made: parts and steps, what is needed, the workshop's report.

The tests are one story, told in their order, on one workspace: each begins where the last ended.
"""

from __future__ import annotations

import pytest
from typist import Typist, entries, listed


def test_what_a_product_is_made_of_and_how_is_said(typist: Typist) -> None:
    typist.type("erp employee hire Atelier --salary 2500 --approves 9999 --date 2024-01-01")
    made = "erp product new Station --category Stations --price 500 --cost 200 --kind finished"
    typist.type(f"{made} --date 2024-01-01")
    bought = "erp product new Motor --category Parts --price 90 --cost 60 --kind material"
    typist.type(f"{bought} --date 2024-01-01")
    typist.type("erp bill set P00001 --part P00002=2@0.2 --date 2024-01-02")
    assert typist.out == ("Set what P00001 is made of from 2024-01-02: P00002=2@0.2.\n")
    typist.type("erp routing centre ASM Assembly --hourly 40")
    typist.type("erp routing set P00001 --step 'ASM:Mount=0.5+1' --lot 10 --date 2024-01-02")
    typist.type("erp bill cost P00001 --date 2024-01-03")
    assert "150.00 of material and 24.00 of work" in typist.out  # 2 ÷ 0.8 × 60, (0.5 + 1 ÷ 10) × 40
    shown = typist.type("erp show P00001")
    assert "made of" in shown
    assert "made by" in shown
    assert [row["number"] for row in listed(typist, "work-centres")] == ["ASM"]


def test_what_is_needed_is_computed_and_accepted(typist: Typist) -> None:
    typist.type("erp customer new 'Atelier du Forez' --date 2024-01-01")
    typist.type("erp order new --customer C00001 --line P00001=4@500 --date 2024-01-08")
    out = typist.type("erp production requirements --date 2024-01-08")
    assert "Proposed to make 4 of P00001 by" in out
    assert "Proposed to buy 10 of P00002 by" in out
    proposals = {row["number"]: row["proposal"] for row in listed(typist, "proposals")}
    typist.type(f"erp production accept {proposals['P00002']} --by EM00001 --date 2024-01-08")
    assert typist.out == f"Made PR00001 of proposal {proposals['P00002']}.\n"
    typist.type(f"erp production dismiss {proposals['P00001']}")
    typist.type(f"erp production accept {proposals['P00001']} --date 2024-01-08", code=2)
    assert "is dismissed" in typist.err


def test_an_order_is_made_with_scrap_and_time_and_closed(typist: Typist) -> None:
    typist.type("erp supplier new Motoren --date 2024-01-01")
    typist.type(
        "erp buy order --supplier V00001 --line P00002=20@60 --buyer EM00001 --date 2024-01-09"
    )
    typist.type("erp receive PO00001 --date 2024-01-10")
    typist.type("erp production plan P00001 4 --due 2024-01-20 --date 2024-01-11")
    assert typist.out == "Planned MO00001: 4 of P00001 by 2024-01-20.\n"
    typist.type("erp production release MO00001 --date 2024-01-11")
    typist.type("erp production issue MO00001 --date 2024-01-12")
    assert typist.out.startswith("Issued components for 600.00 to MO00001.\n")
    assert entries(typist) == [["6031", "600.00", "0.00"], ["31", "0.00", "600.00"]]
    typist.type("erp production issue MO00001 --line P00002=1 --date 2024-01-13")
    typist.type("erp production return MO00001 --line P00002=1 --date 2024-01-13")
    assert typist.out.startswith("Returned components for 60.00 of MO00001.\n")
    output = "erp production output MO00001 3 --scrap 1 --reason scratched --date 2024-01-15"
    assert typist.type(output).startswith("Took 3 of MO00001 into the stock, 1 spoilt.\n")
    assert ["35", "522.00", "0.00"] in entries(typist)
    typist.type("erp production time MO00001 10 2.5 --by EM00001 --date 2024-01-15")
    assert typist.out == "Noted 2.5 hours on step 10 of MO00001.\n"
    typist.type("erp production close MO00001 --date 2024-01-16")
    assert typist.out.startswith("Closed MO00001: variance 178.00 (écart).\n")
    [order] = listed(typist, "production-orders")
    assert (order["status"], order["made"], order["variance"]) == ("closed", "3.0000", "178.00")
    assert "scratched" in typist.type("erp show MO00001")


@pytest.mark.parametrize(
    "command",
    [
        "erp bill set P00001 --part P00002=3",
        "erp routing centre CUT Cutting --hourly 30",
        "erp routing set P00001 --step ASM=1",
        "erp production requirements --date 2024-01-17",
        "erp production plan P00001 1 --due 2099-01-01",
    ],
)
def test_a_dry_run_leaves_the_workshop_as_it_was(typist: Typist, command: str) -> None:
    before = typist.digest()
    assert typist.type(f"{command} --dry-run").startswith("Would ")
    assert typist.digest() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("erp bill set P00001 --part P00001=1", "P00001"),
        ("erp bill set P00001 --part P00002", "--part P00002 says no quantity"),
        ("erp routing set P00001 --step CUT=1", "no work centre CUT"),
        ("erp production plan P00002 1 --due 2024-02-01 --date 2024-01-17", "P00002"),
        ("erp production output MO00001 1 --date 2024-01-17", "MO00001"),
        ("erp production time MO00001 99 1 --date 2024-01-15", "MO00001"),
        ("erp production close MO00099", "no production order MO00099"),
    ],
)
def test_what_the_workshop_may_not_do_is_refused(typist: Typist, command: str, said: str) -> None:
    before = typist.digest()
    typist.type(command, code=2)
    assert said in typist.err
    assert "→" in typist.err
    assert typist.digest() == before
