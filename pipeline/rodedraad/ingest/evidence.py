"""Weighs keyword evidence: the title, first page and text of a document in, the best supported label out, or None.

The words are data (``data/<table>.toml``: label → strong and weak phrases). How often a word occurs counts with its logarithm, so that one
frequent word does not decide. A label must win clearly, because a wrong sector or kind is worse than none.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib import resources

from rodedraad.text.folding import fold

_WEIGHTS = {"strong": 1.0, "weak": 0.3}
_IN_TITLE, _IN_FRONT = 6.0, 3.0  # times a mention in the text
_MIN_SCORE = 4.0
_MIN_LEAD = 1.15  # times the runner-up
Phrases = tuple[tuple[float, re.Pattern[str]], ...]


def best(table: str, title: str, front: str, text: str) -> str | None:
    """Return the label of ``data/<table>.toml`` that title, front matter and text support best, or None when none stands out."""
    title, front, text = fold(title), fold(front), fold(text)
    scores = sorted(((_score(phrases, title, front, text), label) for label, phrases in _table(table)), key=lambda s: (-s[0], s[1]))
    (top, label), (second, _) = scores[0], scores[1]
    return label if top >= _MIN_SCORE and top >= _MIN_LEAD * second else None


def named(table: str, written: str | None) -> str | None:
    """Return the label that a register's own cell names ("Ouderenzorg", "VVT, verpleeghuis"), or None.

    Never the cell itself: somebody may have written a name in it, and the label stands in a shared table.
    """
    if not written:
        return None
    folded = fold(written)
    exact = [label for label, _ in _table(table) if label == folded.strip()]
    touched = [label for label, phrases in _table(table) if any(weight == _WEIGHTS["strong"] and p.search(folded) for weight, p in phrases)]
    found = exact or touched
    return found[0] if len(found) == 1 else None


def _score(phrases: Phrases, title: str, front: str, text: str) -> float:
    total = 0.0
    for weight, pattern in phrases:
        n = sum(1 for _ in pattern.finditer(text))
        total += weight * (_IN_TITLE * bool(pattern.search(title)) + _IN_FRONT * bool(pattern.search(front)) + math.log2(1 + n))
    return total


@cache
def _table(name: str) -> tuple[tuple[str, Phrases], ...]:
    raw = tomllib.loads(resources.files("rodedraad.ingest").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        (label, tuple((_WEIGHTS[strength], re.compile(rf"\b{re.escape(fold(p))}")) for strength, phrases in lists.items() for p in phrases))
        for label, lists in raw.items()
    )
