"""Cues in passages: which phrase stands where, with words in between allowed.

In: passages as words, cues as stems. Out: hits. An inverted index (a sparse product of passages × stems and stems × cues) names the few
pairs in which every stem of a cue occurs; only those are looked at word by word. "Is niet tijdig aan het wijkteam overgedragen" meets "niet
overgedragen".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.lens.indicators import Manner
from rodedraad.lens.words import NEGATOR, Word, joined_stems, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rodedraad.lens.indicators import Indicator

TIGHT_GAP = 1  # words between those of a cue that must stand as written
NOUN_REACH = 4  # words from "geen" to its noun: "geen enkele passende plek"
SLACK = 6  # words that may stand between those of a cue, one more for each stem beyond two
Positions = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a passage: numbers of passage and cue, and the first and last word of the match."""

    passage: int
    cue: int
    first: int
    last: int


def find_cues(passages: Sequence[Sequence[Word]], cues: Sequence[Indicator]) -> list[Hit]:
    """Return every cue met in every passage, once each: the tightest place. Ordered by passage and cue."""
    usable = [number for number, cue in enumerate(cues) if cue.stems]
    if not usable or not passages:
        return []
    vocabulary = {stem: column for column, stem in enumerate(sorted({s for n in usable for s in cues[n].stems}))}
    placed = [_positions(words, vocabulary) for words in passages]
    hits: list[Hit] = []
    for passage, number in _candidates(placed, [cues[n].stems for n in usable], vocabulary):
        cue = usable[number]
        span = _place(cues[cue], placed[passage], passages[passage])
        if span is not None:
            hits.append(Hit(passage, cue, *span))
    return hits


def _positions(words: Sequence[Word], vocabulary: dict[str, int]) -> Positions:
    found: Positions = {}
    for i, word in enumerate(words):
        if word.stem in vocabulary:
            found.setdefault(word.stem, []).append(i)
    for i, stem in joined_stems(list(words)):
        if stem in vocabulary:
            found.setdefault(stem, []).append(i)
    return found


def _candidates(placed: list[Positions], stems: list[tuple[str, ...]], vocabulary: dict[str, int]) -> list[tuple[int, int]]:
    """Return (passage, cue) where the passage holds every stem of the cue, in order."""
    from scipy.sparse import csr_matrix

    def matrix(rows: Sequence[Any]) -> Any:  # noqa: ANN401 - scipy has no types
        columns = [vocabulary[s] for row in rows for s in row]
        lengths = np.cumsum([0, *(len(row) for row in rows)])
        return csr_matrix((np.ones(len(columns), dtype=np.int32), columns, lengths), shape=(len(rows), len(vocabulary)))

    counts = (matrix(placed) @ matrix(stems).T).tocoo()
    needed: NDArray[np.int64] = np.array([len(s) for s in stems])
    whole = counts.data >= needed[counts.col]
    return sorted(zip(counts.row[whole].tolist(), counts.col[whole].tolist(), strict=True))


def _place(cue: Indicator, placed: Positions, words: Sequence[Word]) -> tuple[int, int] | None:
    """Return the first and last word of the cue's tightest place, or None where it does not stand as its manner asks."""
    if cue.manner is Manner.TIGHT:
        return _in_order(cue, placed, words)
    found = _tightest(cue.stems, placed, words)
    if found is None or not all(_negates(i, found, cue.manner, words) for i in found if words[i].stem == NEGATOR):
        return None
    return min(found), max(found)


def _negates(i: int, found: tuple[int, ...], manner: Manner, words: Sequence[Word]) -> bool:
    """Return whether the negator at word ``i`` belongs to the rest: in the same clause, and where it is of a noun just before it."""
    if any(words[j].clause != words[i].clause for j in found):
        return False
    if words[i].text != "zonder" and (manner is not Manner.NONE or words[i].text in word_set("lacking")):
        return True
    return any(0 < j - i <= NOUN_REACH for j in found)


def _in_order(cue: Indicator, placed: Positions, words: Sequence[Word]) -> tuple[int, int] | None:
    """Return where the words of the cue stand one after the other, in nearly the form they are written in ("te laat" is not "te laten")."""
    for first in placed[cue.stems[0]]:
        last = first - 1 - TIGHT_GAP
        for stem, surface in zip(cue.stems, cue.surface, strict=True):
            near = [p for p in placed[stem] if max(first, last + 1) <= p <= last + 1 + TIGHT_GAP and _same_form(words[p].text, surface)]
            if not near or words[near[0]].sentence != words[first].sentence:
                break
            last = near[0]
        else:
            return first, last
    return None


def _same_form(one: str, other: str) -> bool:
    """Return whether two forms of a stem differ in an ending of at most two letters: weekend and weekenden, not bedoeling and bedoeld."""
    if one in word_set("negators") and other in word_set("negators"):
        return True
    alike = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= max(len(one), len(other)) - 2


def _tightest(stems: tuple[str, ...], placed: Positions, words: Sequence[Word]) -> tuple[int, ...] | None:
    """Return the words of the shortest stretch within one sentence that holds every stem, if it is short enough."""
    most = len(stems) - 1 + (SLACK + len(stems) - 2 if len(stems) > 1 else 0)
    rarest = min(stems, key=lambda s: (s == NEGATOR, len(placed[s])))
    best: tuple[int, ...] | None = None
    for anchor in placed[rarest]:
        around = []
        for stem in stems:
            near = [p for p in placed[stem] if words[p].sentence == words[anchor].sentence and abs(p - anchor) <= most]
            if not near:
                break
            around.append(min(near, key=lambda p: (abs(p - anchor), p)))
        else:
            if _length(around) <= most and (best is None or _length(around) < _length(best)):
                best = tuple(around)
    return best


def _length(around: Sequence[int]) -> int:
    return max(around) - min(around)
