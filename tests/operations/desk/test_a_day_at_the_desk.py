"""What people type, from a lead to its payment and from a request to the supplier's money.

The tests are one story, told in their order, on one workspace: each begins where the last ended.
"""

from __future__ import annotations

import pytest
from typist import Typist, entries, listed

RECEIVABLE, SALES, TAX = "411", "707", "44571"


def test_master_data_is_entered(typist: Typist) -> None:
    hire = "erp employee hire 'Vente Nord' --job seller --salary 3000 --approves 10000"
    assert typist.type(f"{hire} --date 2024-01-01") == "Hired EM00001: Vente Nord.\n"
    typist.type("erp employee hire Atelier --salary 2500 --date 2024-01-01")
    product = "erp product new Pump --category Pumps --price 100 --cost 60 --date 2024-01-01"
    assert typist.type(product) == "Entered product P00001: Pump.\n"
    typist.type("erp product new Seal --category Parts --price 9.99 --date 2024-01-01")
    supplier = "erp supplier new 'Pompes du Rhône' --date 2024-01-01"
    assert typist.type(supplier) == "Entered supplier V00001: Pompes du Rhône.\n"
    typist.type("erp supplier price V00001 P00002 4.50 --preferred --date 2024-01-01")


def test_a_lead_becomes_a_deal(typist: Typist) -> None:
    lead = "crm lead new 'Menuiserie du Forez' --last-name Technique --email a@forez.fr"
    assert "lead L00001" in typist.type(f"{lead} --date 2024-03-01T09:00")
    typist.type("crm lead qualify L00001 --date 2024-03-02")
    convert = "crm lead convert L00001 --deal Pumps --amount 900 --close 2024-03-31"
    out = typist.type(f"{convert} --date 2024-03-03")
    assert out == "Made deal OP00001 with account A00001 of L00001.\n"
    typist.type("crm deal move OP00001 --stage proposal --date 2024-03-04")
    log = "crm activity log call 'The price' --about OP00001 --about a@forez.fr"
    assert "call AC00001" in typist.type(f"{log} --outcome 'A quote is wanted' --date 2024-03-04")
    assert listed(typist, "leads")[0]["deal"] == "OP00001"


def test_a_quote_becomes_an_order_that_is_delivered_in_two_parts(typist: Typist) -> None:
    customer = "erp customer new 'Menuiserie du Forez' --siret 73282932000074 --credit-limit 5000"
    assert "customer C00001" in typist.type(f"{customer} --date 2024-03-04")
    typist.type("crm account link A00001 C00001")
    quote = "erp quote new --customer C00001 --line P00001=10@99.90 --line P00001=1 --deal OP00001"
    assert typist.type(f"{quote} --date 2024-03-05") == "Offered QU00001 to C00001.\n"
    assert "order SO00001" in typist.type("erp quote accept QU00001 --date 2024-03-06")
    typist.type("crm deal win OP00001 --reason quality --date 2024-03-06")
    out = typist.type("erp order deliver SO00001 --line 1=4 --date 2024-03-07")
    assert out.startswith("Delivered SO00001: DL00001.\n")
    assert entries(typist) == [["6037", "240.00", "0.00"], ["37", "0.00", "240.00"]]
    typist.type("erp order deliver SO00001 --date 2024-03-08")
    [order] = listed(typist, "orders")
    assert (order["net"], order["status"]) == ("1099.00", "delivered")


def test_an_invoice_is_credited_paid_and_written_off(typist: Typist) -> None:
    assert "INV00001" in typist.type("erp order invoice SO00001 --date 2024-03-09")
    assert entries(typist) == [
        [RECEIVABLE, "1318.80", "0.00"],
        [SALES, "0.00", "1099.00"],
        [TAX, "0.00", "219.80"],
    ]
    typist.type("erp invoice credit INV00001 --line 2=1 --reason return --date 2024-03-10")
    assert typist.out.startswith("Credited INV00001: CN00001.\n")
    assert [SALES, "100.00", "0.00"] in entries(typist)
    typist.type("erp invoice pay INV00001 --amount 1000 --date 2024-04-20")
    assert typist.out.startswith("Received PAY00001: 1,000.00 EUR for INV00001.\n")
    assert entries(typist) == [["512", "1000.00", "0.00"], [RECEIVABLE, "0.00", "1000.00"]]
    typist.type("erp dunning run --date 2024-06-20")
    assert "INV00001 198.80 EUR" in typist.out
    assert "C00001" in typist.out
    typist.type("erp invoice write-off INV00001 --reason bad_debt --date 2024-06-30")
    assert [RECEIVABLE, "0.00", "198.80"] in entries(typist)
    [invoice] = listed(typist, "invoices")
    assert invoice["owed"] == "0.00"


def test_a_request_is_approved_ordered_received_invoiced_and_paid(typist: Typist) -> None:
    request = "erp buy request --by EM00002 --line P00002=100 --needed 2024-04-01"
    assert typist.type(f"{request} --date 2024-03-01") == "Requested PR00001.\n"
    typist.type("erp buy approve PR00001 --by EM00001 --date 2024-03-02")
    order = "erp buy order --supplier V00001 --line P00002=100 --request PR00001 --buyer EM00001"
    assert "Ordered PO00001" in typist.type(f"{order} --date 2024-03-03")
    typist.type("erp receive PO00001 --line 1=60 --date 2024-03-20")
    assert typist.out.startswith("Received PO00001: RC00001.\n")
    assert ["37", "270.00", "0.00"] in entries(typist)
    typist.type("erp receive PO00001 --date 2024-03-21")
    enter = "erp supplier-invoice enter --supplier V00001 --order PO00001"
    typist.type(f"{enter} --reference F-1 --date 2024-03-22")
    assert typist.out.startswith("Entered PI00001: F-1 of V00001.\n")
    assert ["401", "0.00", "540.00"] in entries(typist)
    typist.type("erp supplier-invoice pay PI00001 --date 2024-04-22")
    assert "Paid SP00001: 540.00 EUR for PI00001." in typist.out
    [bill] = listed(typist, "supplier-invoices")
    assert (bill["gross"], bill["owed"]) == ("540.00", "0.00")


def test_an_invoice_that_is_dearer_than_ordered_waits_for_a_decision(typist: Typist) -> None:
    typist.type(
        "erp buy order --supplier V00001 --line P00002=10 --buyer EM00001 --date 2024-04-01"
    )
    typist.type("erp receive PO00002 --date 2024-04-02")
    enter = "erp supplier-invoice enter --supplier V00001 --order PO00002 --line 1=10@9"
    typist.type(f"{enter} --reference F-2 --date 2024-04-03")
    assert "Blocked PI00002: price of line 1 is 9 instead of 4.5." in typist.out
    typist.type("erp supplier-invoice pay PI00002 --date 2024-04-04", code=2)
    assert "PI00002" in typist.err
    settle = "erp supplier-invoice settle PI00002 --decision accepted --by EM00001"
    typist.type(f"{settle} --date 2024-04-04")
    typist.type("erp supplier-invoice pay PI00002 --date 2024-04-05")


def test_an_expense_is_entered_without_an_order(typist: Typist) -> None:
    enter = "erp supplier-invoice enter --supplier V00001 --expense 622=400 --label Fees"
    typist.type(f"{enter} --reference F-3 --date 2024-04-06")
    assert ["622", "400.00", "0.00"] in entries(typist)


def test_goods_are_moved_and_counted(typist: Typist) -> None:
    typist.type("erp stock place SHOP Shop")
    typist.type("erp stock move --line P00002=20 --to SHOP --date 2024-04-10")
    assert typist.out == "Moved from MAIN to SHOP: SD00001.\n"
    typist.type("erp stock count --line P00002=18 --at SHOP --date 2024-04-11")
    assert "Corrected P00002: 18 instead of 20.\n" in typist.out
    assert entries(typist)[0][0] == "60378"
    typist.type("erp stock count --line P00002=18 --at SHOP --date 2024-04-11")
    assert typist.out == "Counted 1 products at SHOP: as the books say.\n"
    lying = {(row["number"], row["place"]): row["quantity"] for row in listed(typist, "stock")}
    assert lying["P00002", "SHOP"] == "18.0000"


def test_a_ticket_is_answered_and_solved(typist: Typist) -> None:
    typist.type(
        "crm ticket open 'Pump leaks' --account A00001 --category quality --priority high"
        " --contact a@forez.fr --date 2024-04-15T09:00"
    )
    assert typist.out == "Opened ticket T00001 of A00001.\n"
    typist.type("crm ticket answer T00001 --date 2024-04-15T09:20")
    typist.type("crm ticket solve T00001 --date 2024-04-15T11:00")
    assert listed(typist, "tickets")[0]["status"] == "resolved"


def test_a_word_is_recorded_and_taken_back(typist: Typist) -> None:
    word = "a@forez.fr --purpose newsletter --channel web --source 'form 12' --words 'Yes'"
    typist.type(f"crm consent give {word} --date 2024-03-03")
    typist.type(f"crm consent withdraw {word} --date 2024-05-03")
    assert typist.out == "Recorded that a@forez.fr allows newsletter no more.\n"


def test_an_account_entered_twice_is_merged(typist: Typist) -> None:
    typist.type("crm account new 'Menuiserie Forez' --date 2024-05-01")
    typist.type("crm contact new Achats --account A00002 --email achats@forez.fr")
    typist.type("crm account merge A00002 --into A00001 --by 'Vente Nord' --date 2024-05-02")
    merged = {row["number"]: row["merged_into"] for row in listed(typist, "accounts")}
    assert merged == {"A00001": "", "A00002": "A00001"}


def test_people_are_paid(typist: Typist) -> None:
    typist.type("erp payroll rate 431 --employee 0.20 --employer 0.40 --date 2024-01-01")
    typist.type("erp payroll run --month 2024-03")
    assert typist.out.startswith("Ran PL00001 of 2024-03.\n")
    typist.type("erp payroll pay PL00001 --date 2024-04-02")
    assert entries(typist)[-1] == ["512", "0.00", "4400.00"]
    typist.type("erp payroll pay PL00001 --contributions --date 2024-04-15")
    assert ["431", "3300.00", "0.00"] in entries(typist)


def test_a_vat_return_is_prepared_filed_and_paid(typist: Typist) -> None:
    typist.type("erp tax-return prepare --month 2024-03")
    assert "to pay 109.80" in typist.out  # 219.80 − 20.00 credited − 90.00 on the seals
    typist.type("erp tax-return file --month 2024-03 --date 2024-04-15")
    assert "Filed TR00001" in typist.out
    typist.type("erp tax-return pay TR00001 --date 2024-04-24")
    assert ["512", "0.00", "109.80"] in entries(typist)


def test_a_budget_is_held_against_the_books(typist: Typist) -> None:
    typist.type("erp budget set 707 --month 2024-03 --amount 1200")
    show = "erp budget show --from 2024-03 --to 2024-03 --version initial --format csv"
    assert "707," in typist.type(show)
    assert "1200.00,999.00,-201.00" in typist.out


def test_both_sides_are_brought_in_step(typist: Typist) -> None:
    waiting = typist.type("sync run --dry-run --date 2024-05-31")
    assert waiting != "Would deliver 0 messages.\n"
    more = typist.type("sync run --all --dry-run --date 2024-05-31")
    assert int(more.split()[2]) >= int(waiting.split()[2])
    assert "0 failed" in typist.type("sync run --date 2024-05-31")
    assert typist.type("sync pending --format csv").count("\n") == 1
    typist.type("sync conflicts")


def test_a_company_has_books_of_its_own(typist: Typist) -> None:
    typist.type("erp company found LYON 'Affluent Lyon'")
    order = "erp order new --customer C00001 --line P00001=1 --company LYON --date 2024-03-05"
    assert "order SO2-00001" in typist.type(order)
    typist.type("erp trial-balance --company LYON --format csv")
    assert typist.out.splitlines() == ["account,name,debit,credit,balance"]
    typist.type("erp periods --company PARIS", code=2)
    assert "→" in typist.err


@pytest.mark.parametrize(
    "command",
    [
        "crm lead new Firm",
        "crm deal new Deal --account A00001",
        "crm account new Firm",
        "crm ticket open Leak --account A00001 --category quality",
        "erp customer new Firm",
        "erp supplier new Firm",
        "erp product new Valve --category Valves --price 5",
        "erp quote new --customer C00001 --line P00001=1",
        "erp order new --customer C00001 --line P00001=1",
        "erp buy request --by EM00002 --line P00002=1 --needed 2099-01-01",
        "erp supplier-invoice enter --supplier V00001 --expense 622=1 --reference F-9",
        "erp supplier-invoice pay PI00003",
        "erp stock move --line P00002=1 --to SHOP",
        "erp stock count --line P00002=1",
        "erp employee hire Somebody --salary 1000",
        "erp payroll run --month 2024-04",
        "erp tax-return file --month 2024-04",
        "erp close-period --month 2024-03",
        "erp budget set 622 --month 2024-03 --amount 1",
        "sync run",
    ],
)
def test_a_dry_run_says_what_it_would_do_and_leaves_the_store_as_it_was(
    typist: Typist, command: str
) -> None:
    before = typist.digest()
    assert typist.type(f"{command} --dry-run").startswith("Would ")
    assert typist.digest() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("erp order deliver SO00001 --date 2024-03-09", "SO00001"),
        ("erp order deliver SO99999", "no order SO99999"),
        ("erp order deliver INV00001", "is not a number of orders"),
        ("erp order deliver SO00001 --line 7=1", "has no line 7"),
        ("erp order deliver SO00001 --line one", "says no quantity"),
        ("erp order deliver SO00001 --line x=1", "is not the number of a line"),
        ("erp order new --customer C00001 --line P00001=ten", "--line ten is not a number"),
        ("erp invoice pay INV00001 --amount 5 --date 2024-07-01", "INV00001"),
        ("erp invoice pay INV00001 INV00001 --amount 5", "--amount is of one invoice"),
        ("erp receive PO00001 --date 2024-05-01", "PO00001"),
        ("erp buy approve PR00001 --by EM00002", "PR00001"),
        ("erp supplier-invoice enter --supplier V00001 --reference F", "of an order, or of"),
        ("erp supplier-invoice settle PI00001 --decision accepted --by EM00001", "waits for"),
        ("erp stock move --line P00002=9000 --to SHOP", "P00002"),
        ("erp payroll run --month 2024-13", "--month 2024-13 is not a month"),
        ("erp tax-return prepare", "of a month or of a quarter"),
        ("crm lead convert L00001", "L00001"),
        ("crm deal lose OP00001 --reason price", "OP00001"),
        ("crm activity log call X --about CA00001 --outcome Y", "No activity is about"),
        ("crm consent give b@c.fr --purpose phone --channel web --source a --words b", "b@c.fr"),
        ("crm lead new Firm --date yesterday", "--date yesterday is not a date"),
        ("sync resolve A00001 city --keep crm --by Me", "no conflict about city of A00001"),
    ],
)
def test_a_refusal_names_the_thing_and_the_remedy_and_ends_with_two(
    typist: Typist, command: str, said: str
) -> None:
    before = typist.digest()
    typist.type(command, code=2)
    assert said in typist.err
    assert "→" in typist.err
    assert typist.digest() == before
