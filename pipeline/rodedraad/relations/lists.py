"""The word lists of ``data/words.toml``, read once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def words(name: str) -> frozenset[str]:
    """Return the list called ``name``. Raises KeyError when there is none: a fault of ours, found by a test."""
    text = resources.files("rodedraad.relations").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return frozenset(str(tomllib.loads(text)[name]).split())


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return the list called ``name`` for ``str.endswith``."""
    return tuple(sorted(words(name)))
