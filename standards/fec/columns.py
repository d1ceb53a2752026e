"""The columns of a FEC by their published names, and what the rule asks of each."""

from __future__ import annotations

from typing import Final

ENTRY: Final = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
)
AMOUNTS: Final = ("Debit", "Credit")
# The other way to write an amount: its value, and D or +1 for a debit, C or -1 for a credit.
SIGNED_AMOUNTS: Final = ("Montant", "Sens")
END: Final = ("EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise")
COLUMNS: Final = (*ENTRY, *AMOUNTS, *END)
# Books of receipts and payments (BNC, BA) add these.
CASH_COLUMNS: Final = ("DateRglt", "ModeRglt", "NatOp", "IdClient")

SEPARATORS: Final = {"\t": "tab", "|": "bar"}
FORBIDDEN_SEPARATORS: Final = {";": "semicolon", ",": "comma"}

# Without these no figure can be made.
INDISPENSABLE: Final = ("EcritureNum", "EcritureDate", "CompteNum")
# The rule lets only the auxiliary account, the lettering and the foreign amount be blank.
REQUIRED: Final = (
    "JournalCode",
    "JournalLib",
    "CompteLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "ValidDate",
)
DATES: Final = ("EcritureDate", "PieceDate", "DateLet", "ValidDate", "DateRglt")
# What comes with what: a party's number has a name, a date a letter, a foreign amount a currency.
TOGETHER: Final = (
    ("CompAuxNum", "CompAuxLib"),
    ("DateLet", "EcritureLet"),
    ("Montantdevise", "Idevise"),
    ("Idevise", "Montantdevise"),
)
# No fiscal year is longer.
LONGEST_YEAR_MONTHS: Final = 24


def canonical(name: str) -> str:
    """The published spelling of a column's name; another name as it stands, less its blanks.

    The tax office's checker minds neither capitals nor blanks nor the accents of 'PièceRef'.
    """
    plain = name.strip().replace("é", "e").replace("è", "e")
    return _SPELLINGS.get(plain.lower(), name.strip())


_SPELLINGS: Final = {name.lower(): name for name in (*COLUMNS, *SIGNED_AMOUNTS, *CASH_COLUMNS)} | {
    "compteauxnum": "CompAuxNum",
    "compteauxlib": "CompAuxLib",
}
