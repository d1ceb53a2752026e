"""One row per field of a record on which a steward's word holds."""

from pathlib import Path


def model(dbt, session):  # noqa: ARG001
    dbt.config(materialized="table")
    from identity.published import field_words

    return field_words(Path(dbt.config.meta_get("registry")))
