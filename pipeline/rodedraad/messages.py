"""The catalogue of every text a user sees. One folder a language, one TOML file an area: ``locale/nl/cli.toml``.

``text("ingest.no_text", pages=3)`` looks up ``no_text`` in ``ingest.toml`` and fills the braces in.
"""

from __future__ import annotations

import tomllib
import unicodedata
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_LANGUAGE = "nl"
LANGUAGES = ("nl", "en")  # of the catalogue
_LINE_ENDS = "\u2028\u2029"
_language = DEFAULT_LANGUAGE


def use(language: str) -> None:
    """Choose the language of everything said from here on (a process-wide setting of the front end)."""
    global _language  # noqa: PLW0603 - one user, one language per process, set once by the command line
    _language = language


@contextmanager
def speaking(language_code: str) -> Iterator[None]:
    """Say everything within in this language, such as a report in English for an analyst whose terminal is Dutch."""
    before = _language
    use(language_code)
    try:
        yield
    finally:
        use(before)


def language() -> str:
    """Return the language in use, as a code such as ``nl``."""
    return _language


def text(key: str, /, **values: object) -> str:
    """Return the text for ``area.key``, filled in. Raises KeyError for an unknown key: a fault of ours, found by a test."""
    area, _, name = key.partition(".")
    template: object = _area(_language, area)
    for part in name.split("."):
        if not isinstance(template, dict):
            raise KeyError(key)
        template = template[part]
    if not isinstance(template, str):
        raise KeyError(key)
    return template.format(**values) if values else template


def section(key: str) -> dict[str, str]:
    """Return a flat table of texts (``report.nav``, say) as a dictionary."""
    area, _, name = key.partition(".")
    table = _area(_language, area)
    for part in name.split(".") if name else ():
        table = table[part]  # type: ignore[assignment]
    return {str(k): str(v) for k, v in table.items() if isinstance(v, str)}


def printable(value: str) -> str:
    """Return a file name or other foreign text fit for one terminal line: control and direction marks made visible."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c)[0] == "C" or c in _LINE_ENDS else c for c in value)


@cache
def _area(language_code: str, area: str) -> dict[str, object]:
    file = resources.files("rodedraad").joinpath("locale", language_code, f"{area}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
