"""Kinds of sources that other packages bring: taken like ours, and told when they are broken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from affluent import kinds
from affluent.errors import ConfigError
from affluent.settings import load_workspace
from connectors import registry

Package = Callable[..., None]
CODE = """
from connectors.core.kind import Kind, Place

class Connector:
    def __init__(self, place: Place) -> None:
        self.source, self.options = place.source, place.settings.options

KIND = Kind(Connector)
NO_KIND = 1
"""
MANIFEST = '[[streams]]\nname = "posts"\ntable = "posts"\nkey = ["id"]\n'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """Installs, for one test, a package that brings the kind ``blog``."""

    def install(*values: str, code: str = CODE) -> None:
        folder = tmp_path / "site" / "a_blog"
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        (folder / "connector.py").write_text(code)
        (folder / "manifest.toml").write_text(MANIFEST)
        found = [EntryPoint("blog", value, kinds.GROUP) for value in values]
        monkeypatch.setattr(kinds, "installed", lambda: found)
        monkeypatch.syspath_prepend(str(tmp_path / "site"))

    def forget() -> None:
        kinds.kinds.cache_clear()
        registry.kind_named.cache_clear()
        for name in ("a_blog", "a_blog.connector"):
            sys.modules.pop(name, None)

    forget()
    yield install
    forget()


def _workspace(root: Path, kind: str = "blog") -> Path:
    (root / "affluent.toml").write_text(
        '[company]\nname = "Acme"\n[sources.posts]\n'
        f'kind = "{kind}"\n[sources.posts.options]\nlanguage = "fr"\n',
        encoding="utf-8",
    )
    return root


def test_a_kind_of_another_package_is_read_as_one_of_ours(tmp_path: Path, package: Package) -> None:
    package("a_blog.connector:KIND")
    workspace = load_workspace(_workspace(tmp_path))
    connector = registry.connector_for(workspace, "posts")
    assert (connector.source, connector.options) == ("posts", {"language": "fr"})  # type: ignore[attr-defined]
    assert registry.manifest_for(workspace, "posts").streams[0].table == "posts"
    assert workspace.source_dir("posts") == tmp_path / "site" / "a_blog"


def test_a_workspace_may_have_a_manifest_of_its_own(tmp_path: Path, package: Package) -> None:
    package("a_blog.connector:KIND")
    own = tmp_path / "sources" / "posts"
    own.mkdir(parents=True)
    (own / "manifest.toml").write_text(MANIFEST.replace('"posts"', '"articles"'))
    workspace = load_workspace(_workspace(tmp_path))
    assert registry.manifest_for(workspace, "posts").streams[0].name == "articles"


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        (["a_blog.connector:KIND"], "import nothing_of_that_name", "No module named 'nothing_of"),
        (["a_blog.connector:KIND"], "raise RuntimeError('out of order')", "RuntimeError: out of"),
        (["a_blog.connector:NOTHING"], CODE, "AttributeError"),
        (["a_blog.connector:NO_KIND"], CODE, "that is no connectors.core.kind.Kind"),
        (["a_blog.connector:KIND", "b_blog:KIND"], CODE, "Several packages bring a kind"),
    ],
)
def test_a_broken_package_is_named_when_its_source_is_used(
    values: list[str], code: str, said: str, tmp_path: Path, package: Package
) -> None:
    package(*values, code=code)
    workspace = load_workspace(_workspace(tmp_path))  # at the start nothing of it is imported
    with pytest.raises(ConfigError) as refused:
        registry.connector_for(workspace, "posts")
    assert said in refused.value.message
    assert "a_blog" in refused.value.message
    assert refused.value.remedy


def test_a_package_that_claims_a_kind_of_ours_is_not_heard(package: Package) -> None:
    package("a_blog.connector:KIND")
    kinds.installed().append(EntryPoint("files", "a_blog.connector:KIND", kinds.GROUP))
    assert kinds.entry_of("files").value == kinds.OURS["files"]


def test_a_kind_that_nobody_brings_names_those_that_are(tmp_path: Path, package: Package) -> None:
    package("a_blog.connector:KIND")
    with pytest.raises(
        ConfigError, match=r"line 4: sources.posts.kind: 'ftp' is no kind of source"
    ) as no:
        load_workspace(_workspace(tmp_path, "ftp"))
    assert ", ".join([*kinds.OURS, "blog"]) in no.value.message


def test_every_kind_of_ours_can_be_loaded(package: Package) -> None:
    package()
    for name in kinds.OURS:
        assert registry.kind_named(name).reads
