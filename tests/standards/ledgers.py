"""Ledgers made by hand for tests: two years of one company, and single lines to spoil.

2023 sells goods for 300 to two customers, one of whom has paid; buys for 150, of which 50 are in
stock. 2024 opens with what is left, is paid, sells for 50 and takes 20 out of stock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standards.fec.columns import COLUMNS, END, ENTRY, SIGNED_AMOUNTS

SIREN = "123456782"
NAME_2023 = f"{SIREN}FEC20231231.txt"
NAME_2024 = f"{SIREN}FEC20241231.txt"
JOURNALS = {"AN": "À nouveaux", "VT": "Ventes", "AC": "Achats", "BQ": "Banque", "ST": "Stocks"}
ACCOUNTS = {
    "101000": "Capital",
    "120000": "Résultat",
    "370000": "Stock de marchandises",
    "401000": "Fournisseurs",
    "411000": "Clients",
    "445660": "TVA déductible",
    "445710": "TVA collectée",
    "512000": "Banque",
    "603700": "Variation des stocks",
    "607000": "Achats de marchandises",
    "707000": "Ventes de marchandises",
}
PARTIES = {"C001": "Client un", "C002": "Client deux", "F01": "Fournisseur"}
SIGNED = (*ENTRY, *SIGNED_AMOUNTS, *END)
Line = dict[str, str]


def line(entry: str, day: str, account: str, amount: str, **fields: str) -> Line:
    """A line of the entry ``"VT 1"``; ``amount`` is of the debit, with a minus of the credit.

    ``party`` is the number of an auxiliary account; other fields by their published names.
    """
    journal, number = entry.split(" ")
    party = fields.pop("party", "")
    return {
        "JournalCode": journal,
        "JournalLib": JOURNALS.get(journal, journal),
        "EcritureNum": number,
        "EcritureDate": day,
        "CompteNum": account,
        "CompteLib": ACCOUNTS.get(account, account),
        "CompAuxNum": party,
        "CompAuxLib": PARTIES.get(party, ""),
        "PieceRef": f"P{number}",
        "PieceDate": day,
        "EcritureLib": f"Écriture à {number} €",
        "Debit": "0,00" if amount.startswith("-") else amount,
        "Credit": amount.removeprefix("-") if amount.startswith("-") else "0,00",
        "ValidDate": day,
        **fields,
    }


def signed(lines: Iterable[Line]) -> list[Line]:
    """The same lines in the other variant: Montant and Sens."""
    found = []
    for one in lines:
        is_debit = one["Credit"] == "0,00"
        amount = one["Debit"] if is_debit else one["Credit"]
        found.append({**one, "Montant": amount, "Sens": "D" if is_debit else "C"})
    return found


def text(
    lines: Iterable[Line],
    *,
    columns: Sequence[str] = COLUMNS,
    separator: str = "\t",
    end: str = "\r\n",
) -> str:
    """The file: a header, then the lines."""
    rows = [list(columns), *([one.get(name, "") for name in columns] for one in lines)]
    return "".join(separator.join(row) + end for row in rows)


YEAR_2023 = [
    line("AN 1", "20230101", "512000", "1000,00"),
    line("AN 1", "20230101", "101000", "-1000,00"),
    line("VT 1", "20230310", "411000", "120,00", party="C001", EcritureLet="A", DateLet="20230420"),
    line("VT 1", "20230310", "707000", "-100,00"),
    line("VT 1", "20230310", "445710", "-20,00"),
    line("BQ 1", "20230420", "512000", "120,00"),
    line(
        "BQ 1", "20230420", "411000", "-120,00", party="C001", EcritureLet="A", DateLet="20230420"
    ),
    line("AC 1", "20230601", "607000", "150,00"),
    line("AC 1", "20230601", "445660", "30,00"),
    line("AC 1", "20230601", "401000", "-180,00", party="F01"),
    line("VT 2", "20231115", "411000", "240,00", party="C002"),
    line("VT 2", "20231115", "707000", "-200,00"),
    line("VT 2", "20231115", "445710", "-40,00"),
    line("ST 1", "20231231", "370000", "50,00"),
    line("ST 1", "20231231", "603700", "-50,00"),
]
YEAR_2024 = [
    line("AN 1", "20240101", "512000", "1120,00"),
    line("AN 1", "20240101", "370000", "50,00"),
    line("AN 1", "20240101", "411000", "240,00", party="C002", EcritureLet="A"),
    line("AN 1", "20240101", "445660", "30,00"),
    line("AN 1", "20240101", "101000", "-1000,00"),
    line("AN 1", "20240101", "120000", "-200,00"),
    line("AN 1", "20240101", "401000", "-180,00", party="F01"),
    line("AN 1", "20240101", "445710", "-60,00"),
    line("BQ 1", "20240210", "512000", "240,00"),
    line("BQ 1", "20240210", "411000", "-240,00", party="C002", EcritureLet="A"),
    line("VT 1", "20240301", "411000", "60,00", party="C001"),
    line("VT 1", "20240301", "707000", "-50,00"),
    line("VT 1", "20240301", "445710", "-10,00"),
    line("ST 1", "20241231", "603700", "20,00"),
    line("ST 1", "20241231", "370000", "-20,00"),
]
