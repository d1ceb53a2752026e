"""MetricFlow in process: from names of KPIs and elements to the SQL that answers.

It compiles and never connects; ``serving/metrics.py`` runs what it says on the published
warehouse. MetricFlow is imported inside the functions: a second or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

SCHEMA = "marts"


class Compiler:
    """The semantic layer of one publication, ready to compile questions."""

    def __init__(self, semantic_manifest_path: Path) -> None:
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow_semantics.model.dbt_manifest_parser import (
            parse_manifest_from_dbt_generated_manifest,
        )
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        manifest = parse_manifest_from_dbt_generated_manifest(
            semantic_manifest_path.read_text(encoding="utf-8")
        )
        for model in manifest.semantic_models:
            _relocate(model.node_relation)
        for spine in manifest.project_configuration.time_spines:
            _relocate(spine.node_relation)
        self._engine = MetricFlowEngine(SemanticManifestLookup(manifest), _renderer())

    def elements(self, kpi: str) -> dict[str, str]:
        """Short name of an element → the qualified name by which ``kpi`` can be cut.

        An element of the KPI's own fact wins over one of the same name across a join.
        """
        found: dict[str, str] = {}
        for dimension in self._engine.simple_dimensions_for_metrics([kpi]):
            qualified = str(dimension.dunder_name)
            short = qualified.rsplit("__", 1)[-1]
            if short not in found or qualified.count("__") < found[short].count("__"):
                found[short] = qualified
        return found

    def sql(self, kpis: Sequence[str], elements: Sequence[str], where: Sequence[str]) -> str:
        """One query of DuckDB: the elements' columns, then one column a KPI.

        ``where``: conditions in MetricFlow's own words (``{{ Dimension('…') }} in ($a)``).
        """
        from metricflow.engine.metricflow_engine import (
            MetricFlowQueryRequest,
            OutputColumnOrderMode,
        )

        request = MetricFlowQueryRequest.create(
            metric_names=list(kpis),
            group_by_names=list(elements) or None,
            where_constraints=list(where) or None,
            output_column_order_mode=OutputColumnOrderMode.INPUT_ORDER,
        )
        return str(self._engine.explain(request).sql_statement.sql)


def _relocate(relation: Any) -> None:
    """Name the published table without a database: a publication's file has a name of its own."""
    relation.database = None
    relation.schema_name = SCHEMA
    relation.relation_name = f'"{SCHEMA}"."{relation.alias}"'


def _renderer() -> Any:
    """What MetricFlow calls an SQL client: it tells the dialect, and refuses to run anything."""
    from metricflow.protocols.sql_client import SqlEngine
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

    class Renderer:
        sql_engine_type = SqlEngine.DUCKDB
        sql_plan_renderer = DuckDbSqlPlanRenderer()

        def query(self, *_: object, **__: object) -> NoReturn:
            raise NotImplementedError("questions are run on the published warehouse")

        execute = dry_run = query

        def close(self) -> None:
            """Nothing is open."""

        def render_bind_parameter_key(self, bind_parameter_key: str) -> str:
            return f"${bind_parameter_key}"

    return Renderer()
