"""What a bookkeeper writes and reads: short words for entries and their rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trade import Trade

from operations.erp.accounting.commands import post
from operations.erp.accounting.model import Entry, Posting
from operations.erp.accounting.vat import Direction, Tax, tax_for
from operations.erp.party.suppliers import register_supplier

Row = tuple[str, str, str]


def entry(trade: Trade, document_number: str, journal_code: str | None = None) -> list[Row]:
    """The lines of a document's entries: account, debit, credit; "" for nothing."""
    rows = trade.connection.execute(
        "select account_code, debit, credit from erp.journal_lines"
        " join erp.journal_entries using (entry_id) where document_number = %(number)s"
        " and (%(journal)s::text is null or journal_code = %(journal)s)"
        " order by entry_id, line_number",
        {"number": document_number, "journal": journal_code},
    ).fetchall()
    return [(code, _shown(debit), _shown(credit)) for code, debit, credit in rows]


def balances(trade: Trade, *accounts: str, company_id: int = 1) -> dict[str, str]:
    """Debit less credit of accounts, as of all that was posted."""
    rows = trade.connection.execute(
        "select account_code, sum(debit - credit) from erp.journal_lines"
        " join erp.journal_entries using (entry_id)"
        " where company_id = %s and account_code = any(%s) group by account_code",
        [company_id, list(accounts)],
    ).fetchall()
    found = {code: str(balance) for code, balance in rows}
    return {code: found.get(code, "0.00") for code in accounts}


def look_at_rules(trade: Trade) -> None:
    """Have the database check now what it would check at commit."""
    trade.connection.execute("set constraints all immediate")
    trade.connection.execute("set constraints all deferred")


def _shown(amount: Decimal) -> str:
    return str(amount) if amount else ""


class Books:
    """A trade whose documents a bookkeeper enters one by one, with their VAT."""

    def __init__(self, trade: Trade, company_id: int = 1) -> None:
        self.trade = trade
        self.company_id = company_id
        self.supplier = register_supplier(
            trade.connection, name="Fonderie", country_code="FR", created_on=dt.date(2023, 1, 1)
        )
        self.count = 0

    def sell(
        self,
        net: str,
        on: dt.date,
        *,
        country: str = "FR",
        vat_number: str | None = None,
        product: int | None = None,
    ) -> str:
        """A sale with its VAT; return its number."""
        tax = self._tax("sale", country, vat_number, product, on)
        amount = Decimal(net)
        lines = tax.postings(amount)
        owed = amount + sum((line.credit for line in lines), Decimal(0))
        number = self._number("INV")
        customer = Posting("411", debit=owed, customer_id=self.trade.customer, reference=number)
        sale = Posting("707", credit=amount, tax_code=tax.code)
        return self.post("VT", on, "invoice", number, customer, sale, *lines)

    def buy(self, net: str, on: dt.date, *, account: str = "607", country: str = "FR") -> str:
        """A purchase with its VAT; return its number."""
        is_asset = account.startswith("2")
        tax = self._tax("purchase", country, "a business", None, on, is_asset=is_asset)
        amount = Decimal(net)
        lines = tax.postings(amount)
        owed = amount + sum((line.debit - line.credit for line in lines), Decimal(0))
        number = self._number("PI")
        return self.post(
            "AC",
            on,
            "supplier_invoice",
            number,
            Posting(account, debit=amount, tax_code=tax.code),
            *lines,
            Posting("401", credit=owed, supplier_id=self.supplier, reference=number),
        )

    def post(self, journal: str, on: dt.date, document: str, number: str, *lines: Posting) -> str:
        """Any entry; return its document's number."""
        entry = Entry(journal, on, document, number, f"{document} {number}", lines, self.company_id)
        post(self.trade.connection, entry)
        return number

    def _tax(
        self,
        direction: Direction,
        country: str,
        vat_number: str | None,
        product: int | None,
        on: dt.date,
        *,
        is_asset: bool = False,
    ) -> Tax:
        return tax_for(
            self.trade.connection,
            company_id=self.company_id,
            party_country=country,
            party_vat_number=vat_number,
            product_id=product,
            on=on,
            direction=direction,
            is_asset=is_asset,
        )

    def _number(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.company_id}-{self.count}"
