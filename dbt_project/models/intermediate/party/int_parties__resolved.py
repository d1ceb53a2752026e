"""One row per record of a party: its key, and what joins it to another record."""

from pathlib import Path


def model(dbt, session):
    dbt.config(materialized="table")
    from identity.refreshing import resolved_parties

    return resolved_parties(
        session,
        dbt.ref("int_parties__unioned"),
        Path(dbt.config.meta_get("registry")),
        previous=str(dbt.this),
        matching=dbt.config.meta_get("matching"),
    )
