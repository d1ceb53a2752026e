"""True identities: which records of the ERP and of the CRM are one and the same firm."""

from __future__ import annotations

from collections import defaultdict


class IdentityTruth:
    """Firms as they are, each with every record that somebody made of it."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, str | None]] = {}
        self._records: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def know(self, firm: str, *, name: str, siren: str | None, country_code: str) -> None:
        """A firm as it is, whatever the records say."""
        self._facts[firm] = {"name": name, "siren": siren, "country_code": country_code}

    def record(self, firm: str, kind: str, number: str) -> None:
        """A record of a firm: ``kind`` account, customer, lead or supplier, with its number."""
        self._records[firm][kind].append(number)

    def by_firm(self) -> dict[str, dict[str, object]]:
        """Firm → its facts and its records by kind, in the order in which they were made."""
        return {
            firm: {**facts, "records": {kind: list(n) for kind, n in self._records[firm].items()}}
            for firm, facts in sorted(self._facts.items())
        }
