"""What earlier publications measured: the history that no rebuild of the warehouse erases."""

from pathlib import Path

import pyarrow as pa


def model(dbt, session):  # noqa: ARG001 dbt gives both
    """One row per source, entity, measure and day of the publication that stands."""
    dbt.config(materialized="table")
    from serving.quality import measured_before

    columns = {
        "source_name": pa.string(),
        "entity": pa.string(),
        "measure": pa.string(),
        "measured_on": pa.date32(),
        "fault_count": pa.int32(),
        "record_count": pa.int32(),
    }
    rows = measured_before(Path(dbt.config.meta_get("publications")), list(columns))
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], kind)
            for place, (name, kind) in enumerate(columns.items())
        }
    )
