"""``affluent source scaffold``: a connector of one's own, as a package outside the product."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from affluent.errors import ConfigError
from affluent.kinds import OURS
from affluent.options import HERE
from affluent.sources.app import source_app

NAME = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")


@source_app.command("scaffold")
def scaffold(
    name: Annotated[str, typer.Argument(help="The kind of source, as acme_crm.")],
    into: Annotated[Path, typer.Option(help="Where its folder shall be.")] = HERE,
    language: Annotated[str, typer.Option(help="Of what is said now: en or fr.")] = "en",
) -> None:
    """Write a package that reads a system over HTTP, with tests that pass; then make it yours."""
    from affluent.i18n import Words

    words = Words(language)
    if not NAME.match(name) or name in OURS:
        raise ConfigError(
            f"'{name}' cannot be the name of a kind of source.",
            remedy=f"Take small letters, digits and single _, and none of {', '.join(OURS)}.",
        )
    folder = into / f"affluent-{name.replace('_', '-')}"
    if folder.exists():
        raise ConfigError(f"{folder} exists already.", remedy="Give another name, or --into.")
    for path, text in package(name).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    typer.echo(words("source.scaffolded", folder=str(folder)))
    typer.echo(f"cd {folder} && python -m pytest")
    file = f"affluent_{name}/connector.py"
    typer.echo(words("source.scaffold_next", file=file, kind=name))


def package(name: str) -> dict[str, str]:
    """Path → text of every file of the package."""
    from affluent.settings import PRODUCT_ROOT

    templates = PRODUCT_ROOT / "connectors" / "scaffold"
    words = name.split("_")
    filled = {
        "@name@": name,
        "@NAME@": name.upper(),
        "@Class@": "".join(word.capitalize() for word in words),
        "@title@": " ".join(words).capitalize(),
    }
    places = {
        "connector.py": f"affluent_{name}/connector.py",
        "manifest.toml": f"affluent_{name}/manifest.toml",
        "system.py": f"tests/{name}_system.py",
        "test_promises.py": "tests/test_promises.py",
        "test_peculiar.py": f"tests/test_{name}.py",
    }
    found = {
        f"affluent_{name}/__init__.py": f'"""{filled["@title@"]} as a source of affluent."""\n'
    }
    for template in sorted(templates.glob("*.txt")):
        text = template.read_text(encoding="utf-8")
        for mark, word in filled.items():
            text = text.replace(mark, word)
        found[places.get(template.stem, template.stem)] = text
    return found
