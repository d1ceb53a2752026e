"""The report of an erasure: what was found where, what was done, what stays and why. Of nobody.

It bears the pseudonym alone, so that it can be kept as evidence that the company did as it was
asked (art. 17 and 5(2) of the GDPR).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "erasures"
REMAINS = (
    (
        "Invoices, orders, payments and ledger entries",
        "They bear the pseudonym. Kept ten years: article L123-22 of the French Code de commerce;"
        " GDPR art. 17(3)(b).",
    ),
    (
        "That words about consent were given or taken back, and when",
        "They bear the pseudonym. Kept as proof: GDPR art. 7(1) and 17(3)(e).",
    ),
    (
        "Salted hashes of addresses, names and numbers (suppressed.json)",
        "So that no source brings the person back: GDPR art. 17(1) and 6(1)(c).",
    ),
)


@dataclass(frozen=True)
class Step:
    """A place that held something of the person: how many rows, and what became of it."""

    place: str
    table: str
    rows: int | None
    done: str


@dataclass(frozen=True)
class Proof:
    """How far the search went that found nothing."""

    files: int
    bytes_read: int
    tables: int
    sought: int


@dataclass(frozen=True)
class Erasure:
    """All that is told of one erasure."""

    pseudonym: str
    asked_on: str
    done_at: str
    by: str
    steps: Sequence[Step]
    proof: Proof
    at_the_source: Sequence[str]
    not_searched: Sequence[str]


def write(state: Path, erasure: Erasure) -> Path:
    """Write the report as JSON and Markdown; return the latter's path."""
    folder = state / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{erasure.done_at[:10]}-{erasure.pseudonym.lower().replace(' ', '-')}"
    content = {**asdict(erasure), "remains": [list(one) for one in REMAINS]}
    (folder / f"{name}.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    path = folder / f"{name}.md"
    path.write_text(markdown(erasure), encoding="utf-8")
    return path


def markdown(erasure: Erasure) -> str:
    """The report for people."""
    proof = erasure.proof
    lines = [
        f"# Erasure of {erasure.pseudonym}",
        "",
        f"Asked for by {erasure.by} on {erasure.asked_on}; done {erasure.done_at}.",
        "",
        "## What was found, and what was done",
        "",
        "| Place | Table | Rows | Done |",
        "|---|---|---:|---|",
        *(
            f"| {step.place} | {step.table} | {'' if step.rows is None else step.rows} |"
            f" {step.done} |"
            for step in erasure.steps
        ),
        "",
        "## Proof",
        "",
        f"{proof.sought} spellings of addresses, names and numbers were looked for, byte by byte,"
        f" in {proof.files:,} files ({proof.bytes_read:,} bytes), and value by value in"
        f" {proof.tables:,} tables. None was found.",
        "",
        "## What remains, and why it may",
        "",
        *(f"- **{what}.** {why}" for what, why in REMAINS),
    ]
    if erasure.at_the_source:
        lines += ["", "## Sources that still hold the person", ""]
        lines += [f"- {place}" for place in erasure.at_the_source]
        lines += ["", "They are not ours to change. What they send is kept without the person."]
    if erasure.not_searched:
        lines += ["", "## Not searched", "", *(f"- {place}" for place in erasure.not_searched)]
    return "\n".join(lines) + "\n"
