"""The dbt project and the example workspaces keep the rules of the house; each rule can fail."""

from __future__ import annotations

from pathlib import Path

import project_rules as rules
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = {
    "the product": ROOT / "dbt_project",
    "the retailer": ROOT / "examples" / "retailer" / "sources",
    "the hardware vendor": ROOT / "examples" / "hardware_vendor" / "sources",
    "northwind": ROOT / "examples" / "northwind" / "sources",
}
SOUND = """
version: 2
models:
  - name: dim_things
    description: One row per thing.
    columns:
      - {name: thing_key, description: Our key., data_type: string}
metrics:
  - name: things
    label: Things
    description: Things in the selection.
    config:
      meta: {label_fr: Choses, description_fr: Des choses., unit: count, owner: sales, good: up}
"""


@pytest.fixture(params=PROJECTS.values(), ids=PROJECTS.keys())
def project(request: pytest.FixtureRequest) -> dict[str, str]:
    found = rules.read(request.param)
    assert found, f"no SQL under {request.param}"
    return found


def test_every_model_is_named_for_its_layer(project: dict[str, str]) -> None:
    assert rules.misnamed_models(project) == []


def test_only_staging_reads_a_source(project: dict[str, str]) -> None:
    assert rules.sources_read_outside_staging(project) == []


def test_every_model_says_what_one_row_is(project: dict[str, str]) -> None:
    assert rules.undescribed_models(project) == []


def test_every_published_column_is_described_and_typed(project: dict[str, str]) -> None:
    assert rules.undescribed_columns(project) == []


def test_every_metric_says_what_a_person_must_know(project: dict[str, str]) -> None:
    assert rules.incomplete_metrics(project) == []


def test_no_model_uses_what_only_one_engine_knows(project: dict[str, str]) -> None:
    assert rules.forbidden_constructs(project) == []


def test_no_type_is_a_float(project: dict[str, str]) -> None:
    assert rules.floats(project) == []


@pytest.mark.parametrize(
    "path",
    [
        "models/staging/crm/stg_customers.sql",
        "models/staging/crm/crm__customers.sql",
        "models/intermediate/party/int_customers.sql",
        "models/intermediate/party/int_customers__resolve.sql",
        "models/intermediate/party/dim_customers.sql",
        "models/marts/core/customers.sql",
        "crm/models/int_customers__mapped_from_crm.sql",
    ],
)
def test_a_model_of_another_shape_is_found(path: str) -> None:
    assert rules.misnamed_models({path: "select 1"}) == [path]


def test_a_source_read_in_a_mart_is_found_and_one_in_a_comment_is_not() -> None:
    sample = {
        "models/marts/core/dim_a.sql": "select * from {{ source('crm', 'a') }}",
        "models/marts/core/dim_b.sql": "-- not source('crm', 'b')\nselect 1",
    }
    assert rules.sources_read_outside_staging(sample) == ["models/marts/core/dim_a.sql"]


def test_a_model_without_its_sentence_is_found() -> None:
    sample = {
        "models/marts/core/dim_things.sql": "select 1",
        "models/marts/core/dim_others.sql": "select 1",
        "models/marts/core/_core__models.yml": SOUND
        + "  - {name: unrelated, label: x}\nmacros: []\n",
    }
    assert rules.undescribed_models(sample) == ["models/marts/core/dim_others.sql"]
    blunt = SOUND.replace("One row per thing.", "Things.")
    sample["models/marts/core/_core__models.yml"] = blunt
    assert len(rules.undescribed_models(sample)) == 2


@pytest.mark.parametrize("missing", [", data_type: string", ", description: Our key."])
def test_a_published_column_without_type_or_description_is_found(missing: str) -> None:
    path = "models/marts/core/_core__models.yml"
    assert rules.undescribed_columns({path: SOUND}) == []
    assert rules.undescribed_columns({path: SOUND.replace(missing, "")}) == [
        f"{path}: dim_things.thing_key"
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("    label: Things\n", ""),
        ("    description: Things in the selection.\n", ""),
        ("label_fr: Choses, ", ""),
        ("description_fr: Des choses., ", ""),
        ("unit: count", "unit: pieces"),
        (", good: up", ", good: high"),
        (", owner: sales", ""),
    ],
)
def test_a_metric_that_keeps_something_back_is_found(change: tuple[str, str]) -> None:
    assert rules.incomplete_metrics({"models/semantic/a.yml": SOUND}) == []
    spoilt = SOUND.replace(*change)
    assert rules.incomplete_metrics({"models/semantic/a.yml": spoilt}) == [
        "models/semantic/a.yml: things"
    ]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("select a from t qualify row_number() over (order by a) = 1", "qualify"),
        ("select a from t asof join u on t.a >= u.a", "asof join"),
        ("pivot t on a using sum(b)", "pivot"),
        ("select a::date from t", "::"),
        ("select * exclude (a) from t", "exclude"),
        ("select a from t union all by name select b from u", "union by name"),
        ("select a, from t", "comma before from"),
        ("select a from t order by a", "order by at the end"),
    ],
)
def test_a_construct_of_one_engine_is_found(sql: str, name: str) -> None:
    path = "models/marts/core/dim_a.sql"
    assert rules.forbidden_constructs({path: sql}) == [f"{path}: {name}"]
    assert rules.forbidden_constructs({path: f"-- {sql}\nselect 1"}) == []
    assert rules.forbidden_constructs({path: "select sum(a) over (order by b) from t"}) == []


@pytest.mark.parametrize("kind", ["double", "FLOAT", "float8", "real"])
def test_a_float_is_found_in_a_cast_and_in_a_contract(kind: str) -> None:
    sample = {
        "models/marts/core/dim_a.sql": f"select cast(a as {kind}) as a",
        "models/marts/core/_core__models.yml": f"a: {{data_type: {kind}}}",
        "models/marts/core/dim_b.sql": f"-- {kind}\nselect 'a really doubled float_a'",
    }
    assert rules.floats(sample) == list(sample)[:2]
