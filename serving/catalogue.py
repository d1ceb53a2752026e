"""Which KPIs and dimensions there are, and what they mean: read from the semantic manifest.

Plain JSON, so that a name, a label or a mistake costs no import of MetricFlow. Computing a figure
is ``serving/metrics.py``.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from affluent.errors import ConfigError

Unit = Literal["currency", "count", "ratio", "days", "quantity"]
GRAINS = ("day", "week", "month", "quarter", "year")
# What is counted of a fact as the sum of what each row brings.
ADDED_UP = frozenset({"sum", "count", "sum_boolean"})
# These come out as number and name: by name alone, namesakes would merge.
NAMED = {
    "customer": (("customer_number", "customer_number"), ("customer_name", "customer")),
    "product": (("product_number", "product_number"), ("product_name", "product")),
    "supplier": (("supplier_number", "supplier_number"), ("supplier_name", "supplier")),
    "account": (("account_code", "account_code"), ("account_name", "account")),
    "account_group": (
        ("account_group_code", "account_group_code"),
        ("account_group_name", "account_group"),
    ),
    "party": (("party_number", "party_number"), ("party_name", "party")),
}


@dataclass(frozen=True)
class Kpi:
    """One figure: its name, labels and description by language, unit, owner, good direction.

    ``facts``: the published tables behind it; it is not available when all of them are empty.
    ``is_balance``: what stands at the end of a period, the sum of all moves up to it.
    ``ratio_of``: the KPIs above and below the line; of two balances, both stand at the end.
    ``beside``: the KPI without which this one misleads; it is shown with it.
    ``parts``: the KPIs that it is a ratio of, or made of otherwise, down to those that are counted
    on one fact; itself where it is one. ``adds_up``: it is the sum of its rows, so no count of
    different things, no median. ``source``: where its formula comes from, if said.
    ``formula``: how it is made of ``inputs``, other KPIs, where it is neither one sum nor a ratio.
    """

    name: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    unit: Unit
    owner: str
    good: Literal["up", "down"]
    facts: tuple[str, ...]
    is_balance: bool = False
    ratio_of: tuple[str, str] | None = None
    beside: str | None = None
    parts: tuple[str, ...] = ()
    adds_up: bool = True
    source: str = ""
    formula: str | None = None
    inputs: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The name of the figure in ``language``, or in English."""
        return self.labels.get(language) or self.labels["en"]

    def description(self, language: str) -> str:
        """What the figure means, in ``language``, or in English."""
        return self.descriptions.get(language) or self.descriptions["en"]

    @property
    def made_of(self) -> str:
        """How it is made of other KPIs, by their names; empty where it is counted itself."""
        if self.ratio_of is not None:
            return " ÷ ".join(self.ratio_of)
        return " ".join(self.formula.split()) if self.formula else ""


class RowOf(NamedTuple):
    """One row of a fact: the semantic layer's name of it, the columns of its key and its day."""

    entity: str
    key: str
    day: str | None


@dataclass(frozen=True)
class Catalogue:
    """The KPIs of one publication, and the short names of its dimensions.

    ``rows``: fact → what one of its rows is.
    """

    kpis: Mapping[str, Kpi]
    dimensions: tuple[str, ...]
    rows: Mapping[str, RowOf] = field(default_factory=dict)

    def kpi(self, name: str) -> Kpi:
        """The KPI of that name. Raises ConfigError with the nearest name and the list."""
        if name not in self.kpis:
            raise ConfigError(
                f"There is no KPI '{name}'{_nearest(name, self.kpis)}",
                remedy=f"Ask for one of: {', '.join(sorted(self.kpis))}.",
            )
        return self.kpis[name]

    def formula(self, name: str) -> str:
        """The KPI as an expression of its ``parts``, each a column of that name."""
        kpi = self.kpis[name]
        if kpi.ratio_of:
            above, below = (self.formula(part) for part in kpi.ratio_of)
            return f"({above} / nullif({below}, 0))"
        if kpi.formula is None:
            return f'"{name}"'
        names = "|".join(re.escape(part) for part in kpi.inputs)
        text = re.sub(rf"\b({names})\b", lambda found: self.formula(found[1]), kpi.formula)
        return f"({text})"

    def columns(self, dimension: str) -> tuple[tuple[str, str], ...]:
        """(element of the semantic layer, column that comes out) of a dimension's short name.

        Raises ConfigError with the nearest name and the list.
        """
        if dimension not in self.dimensions:
            raise ConfigError(
                f"There is no dimension '{dimension}'{_nearest(dimension, self.dimensions)}",
                remedy=f"Group by one of: {', '.join(self.dimensions)}.",
            )
        return NAMED.get(dimension, ((dimension, dimension),))


def load_catalogue(semantic_manifest_path: Path) -> Catalogue:
    """Read the KPIs and dimensions of a publication's ``semantic_manifest.json``."""
    content = json.loads(semantic_manifest_path.read_text(encoding="utf-8"))
    models: list[dict[str, Any]] = content["semantic_models"]
    fact_of = {
        measure["name"]: model["node_relation"]["alias"]
        for model in models
        for measure in model["measures"]
    }
    sums = {
        measure["name"]
        for model in models
        for measure in model["measures"]
        if measure["agg"] in ADDED_UP
    }
    metrics = {metric["name"]: metric for metric in content["metrics"]}
    kpis = {name: _kpi(metric, metrics, fact_of, sums) for name, metric in metrics.items()}
    rows = {
        model["node_relation"]["alias"]: RowOf(
            entity["name"], entity["expr"] or entity["name"], _day(model)
        )
        for model in models
        for entity in model["entities"]
        if entity["type"] == "primary"
    }
    return Catalogue(kpis, (*_dimensions(models), *GRAINS), rows)


def _day(model: Mapping[str, Any]) -> str | None:
    """The column by whose day a fact's rows are counted."""
    wanted = (model.get("defaults") or {}).get("agg_time_dimension")
    for dimension in model["dimensions"]:
        if dimension["name"] == wanted:
            return str(dimension["expr"] or wanted)
    return None


def _dimensions(models: Iterable[Mapping[str, Any]]) -> list[str]:
    elements = {
        dimension["name"]
        for model in models
        for dimension in model["dimensions"]
        if dimension["type"] == "categorical"
    }
    named = [
        name
        for name, columns in NAMED.items()
        if all(element in elements for element, _ in columns)
    ]
    hidden = {element for name in named for element, _ in NAMED[name]}
    return sorted({*named, *(elements - hidden)})


def _kpi(
    metric: Mapping[str, Any],
    metrics: Mapping[str, Mapping[str, Any]],
    fact_of: Mapping[str, str],
    sums: Set[str],
) -> Kpi:
    meta: Mapping[str, Any] = (metric.get("config") or {}).get("meta") or {}
    measures = [entry["name"] for entry in metric["type_params"].get("input_measures") or ()]
    facts = dict.fromkeys(fact_of[name] for name in measures if name in fact_of)
    label = metric.get("label") or metric["name"].replace("_", " ").capitalize()
    description = " ".join((metric.get("description") or "").split())
    return Kpi(
        name=metric["name"],
        labels={"en": label, "fr": meta.get("label_fr") or label},
        descriptions={"en": description, "fr": meta.get("description_fr") or description},
        unit=meta.get("unit", "quantity"),
        owner=meta.get("owner", ""),
        good=meta.get("good", "up"),
        facts=tuple(facts),
        is_balance=bool(meta.get("balance")),
        ratio_of=_ratio(metric),
        beside=meta.get("beside"),
        parts=tuple(dict.fromkeys(_parts(metric, metrics))),
        adds_up=all(name in sums for name in measures),
        source=meta.get("source", ""),
        formula=metric["type_params"].get("expr"),
        inputs=tuple(part["name"] for part in metric["type_params"].get("metrics") or ()),
    )


def _parts(metric: Mapping[str, Any], metrics: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The metrics at the bottom of one: those with a measure of their own."""
    given = metric["type_params"]
    inner = [given.get("numerator"), given.get("denominator"), *(given.get("metrics") or ())]
    names = [entry["name"] for entry in inner if entry]
    if not names:
        yield metric["name"]
    for name in names:
        yield from _parts(metrics[name], metrics)


def _ratio(metric: Mapping[str, Any]) -> tuple[str, str] | None:
    given = metric["type_params"]
    parts = (given.get("numerator"), given.get("denominator"))
    return (parts[0]["name"], parts[1]["name"]) if all(parts) else None


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else "."
