"""One firm entered twice is merged, and parted again when it turns out to be two."""

from __future__ import annotations

from desk import Desk
from trade import DAY, Trade, day

from operations.crm.accounts import commands as accounts
from operations.crm.merges import commands as merges
from operations.crm.opportunities import commands as opportunities


def test_two_accounts_are_merged_and_the_merge_is_undone(desk: Desk, trade: Trade) -> None:
    connection = desk.connection

    # The firm is entered by two sellers; the second one sold to it.
    first = desk.open_account("Serrurerie du Pilat", city="Lyon", owner_name="Vente Nord")
    second = desk.open_account("SERRURERIE DU PILAT SARL", phone="0477000000")
    contact, deal = desk.contact(second), desk.deal(second)
    accounts.link_customer(connection, account_id=second, customer_id=trade.customer)
    before = {
        account: desk.of("accounts", account, "name, city, phone, customer_id, merged_into_id")
        for account in (first, second)
    }

    # The names are proposed, and somebody decides.
    (proposal,) = merges.propose_duplicates(connection, of="account")
    assert (proposal.first_id, proposal.second_id) == (first, second)
    merge = merges.merge_accounts(
        connection, kept_id=first, merged_id=second, on=day(5), by="Direction commerciale"
    )

    # The first one has everything now: the contact, the deal, the telephone, the customer.
    assert desk.of("accounts", first, "name, city, phone, customer_id, merged_into_id") == (
        "Serrurerie du Pilat",
        "Lyon",
        "0477000000",
        trade.customer,
        None,
    )
    assert desk.of("accounts", second, "merged_into_id") == first
    assert desk.of("contacts", contact, "account_id") == first
    assert desk.of("opportunities", deal, "account_id") == first

    # The pipeline of the days before still says whose deal it was then.
    owners = [opportunities.as_of(connection, on)[0].account_id for on in (DAY, day(5))]
    assert owners == [second, first]

    # A month later they turn out to be two firms of one name. A new deal stays where it was made.
    new = desk.deal(first, created_on=day(20))
    merges.undo_merge(connection, merge_id=merge, on=day(30), by="Direction commerciale")
    for account, was in before.items():
        seen = desk.of("accounts", account, "name, city, phone, customer_id, merged_into_id")
        assert seen == was
    assert desk.of("contacts", contact, "account_id") == second
    assert desk.of("opportunities", deal, "account_id") == second
    assert desk.of("opportunities", new, "account_id") == first

    # They are kept apart, and proposed no more.
    merges.keep_apart(
        connection, of="account", first_id=first, second_id=second, on=day(30), by="Direction"
    )
    assert merges.propose_duplicates(connection, of="account") == []
