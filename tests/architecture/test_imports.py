"""Imports follow the data; heavy things are imported where they are used."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from affluent.settings import PRODUCT_ROOT

ROOMS = (
    "affluent",
    "connectors",
    "dashboards",
    "identity",
    "operations",
    "pipelines",
    "privacy",
    "serving",
    "standards",
)
HEAVY = (
    "dagster",
    "dbt",
    "duckdb",
    "great_expectations",
    "pandas",
    "phonenumbers",
    "polars",
    "pyarrow",
    "splink",
    "streamlit",
)


def _modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((PRODUCT_ROOT / room).rglob("*.py"))]


def module_level_imports(source: str) -> set[str]:
    """The top packages that a module imports when it is itself imported."""
    found: set[str] = set()
    todo: list[ast.stmt] = list(ast.parse(source).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            todo += node.orelse
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            todo += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
    return found


def test_every_import_contract_holds() -> None:
    contracts = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
    ]
    run = subprocess.run(
        [*contracts, "--no-cache"], cwd=PRODUCT_ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_great_expectations_is_never_imported_at_module_level() -> None:
    offenders = [
        str(path.relative_to(PRODUCT_ROOT))
        for path in _modules()
        if "great_expectations" in module_level_imports(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


@pytest.mark.parametrize(
    "source",
    [
        "import great_expectations as gx",
        "from great_expectations.core import ExpectationSuite",
        "try:\n    import great_expectations\nexcept ImportError:\n    pass",
    ],
)
def test_an_import_at_module_level_is_seen(source: str) -> None:
    assert "great_expectations" in module_level_imports(source)


def test_an_import_inside_a_function_is_allowed() -> None:
    assert module_level_imports("def check():\n    import great_expectations") == set()


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, json\nsys.argv = ['affluent', '--help']\n"
        "from affluent import cli\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=PRODUCT_ROOT,
    )
    loaded = json.loads(run.stdout.splitlines()[-1])
    assert "typer" in loaded
    assert [name for name in HEAVY if name in loaded] == []
