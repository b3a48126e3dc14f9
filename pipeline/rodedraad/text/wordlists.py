"""Word lists that ship with the package, and the words of a passage that carry meaning.

In: pseudonymised text. Out: lower-case content words, without surrogate tags, numbers and stop words. Both the LSA embedder and the
keywords of an archetype count these words, so that a pattern is never found or named by who or when.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

TAG = re.compile(r"\[[A-ZÀ-Þ][A-ZÀ-Þ0-9 _/-]*\]")
"""A surrogate of the pseudonymise stage: [PERSOON-1], [DATUM 2023], [TIJD]."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def stopwords() -> frozenset[str]:
    """Return the Dutch stop words of ``text/data/stopwords.txt``, lower case."""
    lines = resources.files("rodedraad.text").joinpath("data", "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def without_tags(text: str) -> str:
    """Return ``text`` with every surrogate tag replaced by a space."""
    return TAG.sub(" ", text)


def content_words(text: str) -> list[str]:
    """Return the content words of ``text`` in order: lower case, two letters or more, no tags, numbers or stop words."""
    stop = stopwords()
    return [word for word in _WORD.findall(without_tags(text).lower()) if word not in stop]
