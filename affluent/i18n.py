"""The words of buttons, headings and messages, in the reader's language.

The name of a datum lives with the datum (``serving/catalogue.py``); only the words around it are
here, in ``locale/{en,fr}.toml``, which have the same keys and the same placeholders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "fr": "Français"}
LOCALE_DIR = Path(__file__).resolve().parent / "locale"


class Words:
    """The catalogue of one language: ``words("page.title")``."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._entries = catalogue(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of ``key``, its ``{placeholders}`` filled. KeyError for a key nobody wrote."""
        return self._entries[key].format(**values)

    def counted(self, key: str, count: int) -> str:
        """A number of things: ``KEY.one`` or ``KEY.other``, with the number as ``{n}``.

        None of a thing is singular in French, plural in English.
        """
        from babel.numbers import format_decimal  # 40 ms, which affluent --help need not wait for

        is_one = count == 1 or (count == 0 and self.language == "fr")
        number = format_decimal(count, locale=self.language)
        return self(f"{key}.{'one' if is_one else 'other'}", n=number)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of a language by its dotted key."""
    content = tomllib.loads((LOCALE_DIR / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flatten(content))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _flatten(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found
