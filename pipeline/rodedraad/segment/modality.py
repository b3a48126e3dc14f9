"""Says what a passage does: tell (feit), prescribe (norm), judge (oordeel), advise (aanbeveling) or announce a measure (maatregel).

In: a passage, the role of its section and its lead-in sentence. Out: a `Modality`. Weighted cues (``data/modality.toml``) are added up with
what the section makes likely; the highest sum wins. It matters because a norm or an advice about a principle describes nothing
that happened.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rodedraad.schema import Modality

MAX_CHARACTERS = 2000
"""Cues are sought in this much of a passage; what it does is clear from its first sentences."""


@dataclass(frozen=True)
class Cues:
    """The data file, compiled."""

    base: float
    lead: float
    patterns: dict[Modality, tuple[tuple[re.Pattern[str], float], ...]]
    priors: dict[str, dict[Modality, float]]


def classify(text: str, section_role: str | None, lead: str = "") -> Modality:
    """Return the modality with the highest score; of equal ones the first in `Modality`."""
    scores = score(text, section_role, lead)
    return max(scores, key=lambda modality: scores[modality])


def score(text: str, section_role: str | None, lead: str = "") -> dict[Modality, float]:
    """Return the score of every modality, in the order of `Modality`.

    Args:
        text: the passage.
        section_role: role of its section (`schema.Role`), or None.
        lead: the sentence that leads a list item in ("De commissie beveelt aan:"), or empty; it never makes the item a fact.
    """
    cues = _cues()
    prior = cues.priors.get(section_role or "", {})
    scores = {modality: prior.get(modality, 0.0) + _sum(cues, modality, text) for modality in Modality}
    scores[Modality.FACT] += cues.base
    if lead:
        for modality in set(Modality) - {Modality.FACT}:
            scores[modality] += cues.lead * _sum(cues, modality, lead)
    return scores


def _sum(cues: Cues, modality: Modality, text: str) -> float:
    return sum(weight for pattern, weight in cues.patterns[modality] if pattern.search(text, 0, MAX_CHARACTERS))


@cache
def _cues() -> Cues:
    raw = tomllib.loads(resources.files("rodedraad.segment").joinpath("data", "modality.toml").read_text(encoding="utf-8"))
    patterns = {
        modality: tuple((_compile(pattern, raw["words"]), float(weight)) for pattern, weight in raw["cues"][modality.value].items())
        for modality in Modality
    }
    priors = {role: {Modality(name): float(value) for name, value in prior.items()} for role, prior in raw["priors"].items()}
    return Cues(float(raw["base"]), float(raw["lead"]), patterns, priors)


def _compile(pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, expression in words.items():
        pattern = pattern.replace("{" + name + "}", expression)
    return re.compile(pattern, re.IGNORECASE)
