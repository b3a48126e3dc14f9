"""Measures pseudonymisation: labelled sentences and predictions go in, recall and precision per kind come out.

An entity counts as found when every letter and digit of it is replaced, by whatever kind: half a name is a leak. A prediction counts as
right when it touches a labelled entity of any kind. Both are the reading of a privacy officer, not of a named-entity contest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled sentence: entities as (start, end, kind)."""

    id: str
    text: str
    entities: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many of one kind there were and how many were right."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """The share that was right; 1 when there was nothing to find."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True)
class Evaluation:
    """Recall per kind, precision over all, and the sentences in which something was missed or replaced for nothing."""

    recall: Mapping[str, Score]
    precision: Score
    missed: Mapping[str, tuple[str, ...]]  # id → what was missed, as "kind:text"
    needless: Mapping[str, tuple[str, ...]]  # id → what was replaced for nothing

    def recall_of(self, kinds: Iterable[str]) -> Score:
        """Return the recall over several kinds together."""
        chosen = [self.recall[kind] for kind in kinds if kind in self.recall]
        return Score(sum(s.right for s in chosen), sum(s.total for s in chosen))


def evaluate(sentences: Sequence[Labelled], predictions: Mapping[str, Sequence[Stretch]]) -> Evaluation:
    """Return the scores of ``predictions`` (sentence id → spans that were replaced) against the labels."""
    found: dict[str, list[int]] = {}
    missed: dict[str, tuple[str, ...]] = {}
    needless: dict[str, tuple[str, ...]] = {}
    right = total = 0
    for sentence in sentences:
        spans = predictions.get(sentence.id, ())
        hidden = {i for start, end in spans for i in range(start, end)}
        lost = [e for e in sentence.entities if not _covered(sentence.text, e, hidden)]
        for entity in sentence.entities:
            found.setdefault(entity[2], []).append(int(entity not in lost))
        idle = [s for s in spans if not any(s[0] < end and start < s[1] for start, end, _ in sentence.entities)]
        right, total = right + len(spans) - len(idle), total + len(spans)
        if lost:
            missed[sentence.id] = tuple(f"{kind}:{sentence.text[start:end]}" for start, end, kind in lost)
        if idle:
            needless[sentence.id] = tuple(sentence.text[start:end] for start, end in idle)
    return Evaluation({kind: Score(sum(v), len(v)) for kind, v in sorted(found.items())}, Score(right, total), missed, needless)


def _covered(text: str, entity: tuple[int, int, str], hidden: set[int]) -> bool:
    return all(i in hidden for i in range(entity[0], entity[1]) if text[i].isalnum())
