"""Ask every proof of the store. It only reads."""

from __future__ import annotations

from typing import Final

from operations.database.connection import Connection
from operations.erp.proofs.ledger import LEDGER
from operations.erp.proofs.model import Proof, Verdict
from operations.erp.proofs.sales import SALES
from operations.erp.proofs.subledgers import SUBLEDGERS

PROOFS: Final[tuple[Proof, ...]] = (*LEDGER, *SALES, *SUBLEDGERS)
SHOWN: Final = 5


def prove(connection: Connection) -> list[Verdict]:
    """The verdict of each proof, in their order."""
    return [_verdict(connection, proof) for proof in PROOFS]


def broken(connection: Connection) -> list[Verdict]:
    """The proofs that something offends; empty when the books hold."""
    return [verdict for verdict in prove(connection) if not verdict.holds]


def _verdict(connection: Connection, proof: Proof) -> Verdict:
    rows = proof.find(connection)
    shown = tuple(
        f"{name}: expected {expected}, found {found}" for name, expected, found in rows[:SHOWN]
    )
    return Verdict(proof.name, proof.reason, len(rows), shown)
