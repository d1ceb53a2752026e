"""One row per event of a key: what became what, when and why."""

from pathlib import Path


def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table")
    dbt.ref("int_parties__resolved")  # writes what is read here
    from identity.published import key_history

    return key_history(Path(dbt.config.meta_get("registry")))
