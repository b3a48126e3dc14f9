"""From evidence to a score: cues met and likeness to indicator sentences, weighed by a logistic with fixed constants.

In: passages as words, the compiled lenses. Out: arrays passages × items with score, polarity and best indicator. The constants were
chosen on half of the demo corpus (benchmarks/lens_demo.py reports on the other half). For the items that a reading model knows,
its evidence takes the place of these scores; of those the best indicator stays, as an explanation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.lens import background, polarity
from rodedraad.lens.cues import find_cues
from rodedraad.lens.indicators import Kind
from rodedraad.lens.similarity import Space
from rodedraad.lens.words import NEGATOR, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.lens.cues import Hit
    from rodedraad.lens.indicators import Framework
    from rodedraad.lens.words import Word

BIAS = -3.6  # logit without evidence: a sentence of a report seldom touches an item
CUE = 5.5  # logit of a cue of full strength
SECOND = 1.6  # of a second cue with other words
LIKENESS = 9.0  # per unit of cosine above LIKENESS_FROM
LIKENESS_FROM = 0.16
FULL_STRENGTH = 12.0  # summed inverse document frequencies of a cue that leaves no doubt
NEGATOR_WEIGHT = 1.0
LONE = 0.75  # strength of a cue of one short stem, where it is as rare as can be
LONE_FROM, LONE_SPAN = 5.0, 3.0  # inverse document frequency from which such a cue counts, and over which it grows
LONE_LETTERS = 9
FREE_WORDS = 3  # words between those of a cue that cost nothing
SPREAD = 0.9  # per word beyond them
ACROSS = 0.7  # for a cue that runs over the edge of a clause
EXCLUDED = -3.0
AGAINST = 0.35  # weight of a fault cue that is denied, in a lens of faults
TOPICAL = 0.4  # weight of a cue that names no fault, in a lens of faults and a passage that tells of none
NO_FINDING = -8.0  # logit of a norm, recommendation or measure in a lens of faults
CUE_SIDE, LIKENESS_SIDE, TONE_SIDE = 1.4, 4.0, 0.6  # what makes up the polarity score
BESIDE_CUE = 0.25  # weight of likeness for the polarity where a cue was met: a cue can be seen to be denied, likeness cannot
CHUNK = 2_000  # passages compared at a time


@dataclass(frozen=True, slots=True)
class Scores:
    """Arrays of shape (passages, items): score 0..1, polarity -1..1, and the number of the best indicator (-1: none)."""

    score: NDArray[np.float32]
    polarity: NDArray[np.float32]
    indicator: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Arrays (passages, items): best and second cue, number of the best cue (in ``indicators``), signed cues, exclusions."""

    best: NDArray[np.float32]
    second: NDArray[np.float32]
    cue: NDArray[np.int32]
    signed: NDArray[np.float32]
    excluded: NDArray[np.bool_]


def score_passages(texts: Sequence[str], modalities: Sequence[str], framework: Framework) -> Scores:
    """Return scores, polarities and best indicators of every text for every item of every lens.

    ``modalities`` are values of schema.Modality, one a text.
    """
    passages = [words(text) for text in texts]
    space = Space(passages, [words(i.text) for i in framework.sentences])
    weights = [polarity.weights(passage) for passage in passages]
    tones = np.array([polarity.tone(p, w) for p, w in zip(passages, weights, strict=True)], dtype=np.float32)
    evidence = _cue_evidence(passages, weights, tones, framework)
    likeness, side, nearest = _likeness(len(passages), framework, space)
    findings = np.array([polarity.is_finding(m) for m in modalities], dtype=bool)
    logit = (
        BIAS
        + CUE * evidence.best
        + SECOND * evidence.second
        + LIKENESS * np.maximum(0.0, likeness - LIKENESS_FROM)
        + EXCLUDED * evidence.excluded
    )
    logit += NO_FINDING * np.outer(~findings, _of_items(framework, faults=True))
    side *= np.where(evidence.signed != 0, BESIDE_CUE, 1.0)
    leaning = np.tanh(CUE_SIDE * evidence.signed + LIKENESS_SIDE * side + TONE_SIDE * tones[:, None])
    leaning *= np.outer(findings, _of_items(framework, faults=False))
    by_cue = CUE * evidence.best >= LIKENESS * np.maximum(0.0, likeness - LIKENESS_FROM)
    indicator = np.where(by_cue & (evidence.cue >= 0), evidence.cue, nearest)
    return Scores((1.0 / (1.0 + np.exp(-logit))).astype(np.float32), leaning.astype(np.float32), indicator.astype(np.int32))


def _of_items(framework: Framework, *, faults: bool) -> NDArray[np.bool_]:
    heads = [framework.lenses[lens].lens for lens, _ in framework.items]
    return np.array([head.faults if faults else head.has_polarity for head in heads], dtype=bool)


def _cue_evidence(
    passages: Sequence[Sequence[Word]], weights: Sequence[Sequence[float]], tones: NDArray[np.float32], framework: Framework
) -> _Evidence:
    shape = (len(passages), len(framework.items))
    best, second, signed = (np.zeros(shape, np.float32) for _ in range(3))
    found = _Evidence(best, second, np.full(shape, -1, np.int32), signed, np.zeros(shape, bool))
    strengths = [_strength(cue.stems) for cue in framework.cues]
    numbers = {id(indicator): n for n, indicator in enumerate(framework.indicators)}
    by_cell: dict[tuple[int, int], list[tuple[float, Hit]]] = {}
    faults = _of_items(framework, faults=True)
    for hit in find_cues(passages, framework.cues):
        cue = framework.cues[hit.cue]
        if cue.kind is Kind.EXCLUSION:
            found.excluded[hit.passage, cue.item] = True
            continue
        denied = polarity.is_denied(passages[hit.passage], hit.first, hit.last, cue.stems, cue.side)
        strength = strengths[hit.cue] * _closeness(passages[hit.passage], hit, len(cue.stems))
        if faults[cue.item]:
            strength *= _as_fault(cue.side, denied, tones[hit.passage], passages[hit.passage], hit)
        by_cell.setdefault((hit.passage, cue.item), []).append((strength, hit))
        found.signed[hit.passage, cue.item] += cue.side * (-1 if denied else 1) * strength * weights[hit.passage][hit.last]
    for cell, hits in by_cell.items():
        hits.sort(key=lambda each: (-each[0], each[1].cue))
        strength, top = hits[0]
        apart = [s for s, hit in hits[1:] if not set(framework.cues[hit.cue].stems) & set(framework.cues[top.cue].stems) - {NEGATOR}]
        found.best[cell], found.second[cell] = strength, apart[0] if apart else 0.0
        found.cue[cell] = numbers[id(framework.cues[top.cue])]
    return found


def _closeness(passage: Sequence[Word], hit: Hit, n_stems: int) -> float:
    """Return the weight of a match, 0..1: its words may stand apart, but then they less surely belong together."""
    spread = SPREAD ** max(0, hit.last - hit.first + 1 - n_stems - FREE_WORDS)
    return spread * (1.0 if passage[hit.first].clause == passage[hit.last].clause else ACROSS)


def _as_fault(side: int, denied: bool, tone: float, passage: Sequence[Word], hit: Hit) -> float:
    """Return the weight of a cue in a lens of faults: little when the fault is denied, less when only its topic is named."""
    if side < 0:
        return AGAINST if denied else 1.0
    clauses = {passage[hit.first].clause, passage[hit.last].clause}
    told = tone < 0 or any(word.stem == NEGATOR and word.clause in clauses for word in passage)
    return 1.0 if told else TOPICAL


def _strength(stems: tuple[str, ...]) -> float:
    """Return how telling a cue is, 0..1, by how rare its stems are; a lone short word has other senses and must be rare indeed."""
    content = [s for s in stems if s != NEGATOR]
    if len(stems) == 1 and len(stems[0]) < LONE_LETTERS:
        return LONE * min(1.0, max(0.0, background.weight(stems[0]) - LONE_FROM) / LONE_SPAN)
    if len(stems) == 1:
        return 1.0
    total = sum(background.weight(s) for s in content) + NEGATOR_WEIGHT * (len(content) < len(stems))
    return min(1.0, total / FULL_STRENGTH)


def _likeness(n: int, framework: Framework, space: Space) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """Return (passages, items): best likeness, best plus less best minus, and the number of the nearest indicator."""
    shape = (n, len(framework.items))
    best, side, nearest = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.full(shape, -1, np.int32)
    sentences = framework.sentences
    numbers = {id(indicator): k for k, indicator in enumerate(framework.indicators)}
    order = np.array([numbers[id(sentence)] for sentence in sentences], dtype=np.int32)
    owners, sides = np.array([s.item for s in sentences]), np.array([s.side for s in sentences])
    for first in range(0, n, CHUNK):
        last = min(n, first + CHUNK)
        near = space.likeness(first, last)
        for item in np.unique(owners).tolist():
            mine = np.flatnonzero(owners == item)
            block = near[:, mine]
            at = block.argmax(axis=1)
            value = block[np.arange(len(block)), at]
            best[first:last, item] = value
            nearest[first:last, item] = np.where(value > 0, order[mine[at]], -1)
            plus, minus = mine[sides[mine] > 0], mine[sides[mine] < 0]
            if len(plus) and len(minus):
                side[first:last, item] = near[:, plus].max(axis=1) - near[:, minus].max(axis=1)
    return best, side, nearest
