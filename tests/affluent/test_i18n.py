"""Both catalogues say the same things, and every word that the code asks for is there."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from affluent.i18n import LANGUAGES, Words, catalogue
from affluent.settings import PRODUCT_ROOT
from serving.manifest import StreamReading
from serving.periods import PRESETS

ASKED = re.compile(
    r"""words\(\s*f?["']([^"']+)["']|(?<!counted\()"((?:kpi|trust|status)\.[a-z_]+)\""""
)
# A number of things has words for one and for several.
COUNTED = re.compile(r'counted\(\s*"([^"]+)"')
# An error that names its words has them for the remedy too.
WORDED = re.compile(r"""worded\(\s*"([^"]+)\"""")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_keys() -> None:
    assert catalogue("en").keys() == catalogue("fr").keys()


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_both_texts_have_the_same_placeholders(key: str) -> None:
    english, french = catalogue("en")[key], catalogue("fr")[key]
    assert english and french
    assert _placeholders(english) == _placeholders(french)


def _asked() -> set[str]:
    found = {"evidence.{level}"}  # by the levels of identity: tests/identity asks for each
    rooms = [
        *(PRODUCT_ROOT / "dashboards").rglob("*.py"),
        *(PRODUCT_ROOT / "serving").rglob("*.py"),
        *(PRODUCT_ROOT / "affluent").rglob("*.py"),
        *(PRODUCT_ROOT / "privacy").rglob("*.py"),
    ]
    for path in rooms:
        if path.name == "i18n.py":
            continue  # the example of its own docstring
        for match in ASKED.finditer(path.read_text(encoding="utf-8")):
            found.add(match.group(1) or match.group(2))
        for key in COUNTED.findall(path.read_text(encoding="utf-8")):
            found |= {f"{key}.one", f"{key}.other"}
    for path in (PRODUCT_ROOT / "connectors").rglob("*.py"):
        for key in WORDED.findall(path.read_text(encoding="utf-8")):
            found |= {key, f"{key}_remedy"}
    return found


def test_every_word_that_the_code_asks_for_is_there() -> None:
    asked, known = _asked(), set(catalogue("en"))
    assert "overview.title" in asked
    for key in asked:
        pattern = re.compile(re.sub(r"\\\{.*?\\\}", "[a-z0-9_]+", re.escape(key)) + "$")
        assert any(pattern.match(name) for name in known), key


def test_every_word_is_asked_for() -> None:
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(key)) + "$") for key in _asked()]
    unused = [name for name in catalogue("en") if not any(p.match(name) for p in patterns)]
    assert unused == []


def test_every_period_and_state_has_its_words() -> None:
    states = StreamReading.model_fields["status"].annotation.__args__  # type: ignore[union-attr]
    wanted = {f"period.{name}" for name in (*PRESETS, "custom")} | {f"stream.{s}" for s in states}
    assert wanted <= set(catalogue("en"))


def test_a_language_that_nobody_wrote_falls_back_to_english() -> None:
    assert Words("xx").language == "en"
    assert set(LANGUAGES) == {"en", "fr"}


def test_a_word_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("en")("no.such.word")
