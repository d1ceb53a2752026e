"""One row per pair of records that the last matching joined, or left to a steward."""

from pathlib import Path


def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table")
    dbt.ref("int_parties__resolved")  # writes what is read here
    from identity.published import found_pairs

    return found_pairs(Path(dbt.config.meta_get("registry")))
