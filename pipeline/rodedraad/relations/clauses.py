"""Which words belong to the same clause: words go in, a number for each comes out.

A pair is only looked for within one clause, because a party in the next one did something else. With a parse a clause is a verb with what
hangs from it; without one it ends at punctuation, which is rougher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.relations.words import Word

VERBAL = frozenset({"VERB", "AUX"})
_ALWAYS_OPENS = frozenset({"ccomp", "acl:relcl", "parataxis"})
_OPENS_WITH_SUBJECT = frozenset({"advcl", "acl", "xcomp", "csubj", "conj"})
_FINITE = frozenset(
    [
        *("heeft", "had", "hadden", "is", "was", "waren", "wordt", "werd", "werden", "kan", "kon", "konden", "moet", "moest", "moesten"),
        *("zou", "zouden", "wil", "wilde", "wilden", "mag", "mocht", "mochten"),
    ]
)
_SENTENCE_END = re.compile(r"[.!?;]")
_STOP = re.compile(r"[.!?;:]")
_CLAUSE_END = re.compile(
    r"[.!?;:]|,\s*(?:en\s+)?(?:maar|want|omdat|doordat|terwijl|zodat|toen|hoewel|al|die|dat|waar\w*|wat|zonder|nadat|voordat|tenzij)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clause of each word, and of each clause the word that opens it; without a parse the first word."""

    of: list[int]

    def words(self, clause: int) -> list[int]:
        """Return the places of a clause's words, in order."""
        return [i for i, own in enumerate(self.of) if own == clause]


def by_parse(words: Sequence[Word], text: str) -> Clauses:
    """Return the clauses of a parsed passage; a clause is called by the place of the word that opens it."""
    with_subject = {
        word.head for word in words if word.dep.startswith(("nsubj", "csubj")) or (word.dep.startswith("aux") and word.form in _FINITE)
    }
    infinitives = {word.head for word in words if word.form == "te" and word.dep == "mark"}
    opens = [_opens(i, word, has_subject=i in with_subject, is_infinitive=i in infinitives) for i, word in enumerate(words)]
    of = [_opener(words, opens, i) for i in range(len(words))]
    return Clauses(_with_verb(words, of, text))


def by_order(words: Sequence[Word], text: str) -> Clauses:
    """Return the stretches between punctuation, numbered by their first word."""
    of: list[int] = []
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else "."
        tail = text[max(0, words[i - 1].end) : word.end] if i else ""
        new = not i or bool(_SENTENCE_END.search(gap)) or ":" in gap or bool("," in gap and _CLAUSE_END.search(tail.lower()))
        of.append(i if new else of[-1])
    return Clauses(of)


def _opens(place: int, word: Word, *, has_subject: bool, is_infinitive: bool) -> bool:
    if word.head in (None, place):
        return True
    if is_infinitive and not has_subject:  # "vergat de huisarts te bellen": one clause, whatever the label
        return False
    if word.dep in _ALWAYS_OPENS:
        return True
    if word.dep == "conj":
        return word.upos in VERBAL
    return word.dep in _OPENS_WITH_SUBJECT and has_subject


def _opener(words: Sequence[Word], opens: Sequence[bool], place: int) -> int:
    for _ in words:  # a tree has no longer path; damaged rows may hold a circle
        if opens[place]:
            break
        place = words[place].head or 0
    return place


def _with_verb(words: Sequence[Word], of: list[int], text: str) -> list[int]:
    """Join a clause without a verb to its neighbour in the sentence: parsers cut "Veilig Thuis" off as a root of its own."""
    verbal = {own for own, word in zip(of, words, strict=True) if word.upos in VERBAL}
    verbal |= {word.head for word in words if word.dep.startswith("nsubj") and word.head is not None}  # a verb with a wrong tag
    joined: dict[int, int] = {}
    for clause in dict.fromkeys(of):
        places = [i for i, own in enumerate(of) if own == clause]
        if clause in verbal:
            continue
        after, before = places[-1] + 1, places[0] - 1
        if after < len(words) and not _STOP.search(text, words[after - 1].end, words[after].start):
            joined[clause] = of[after]
        elif before >= 0 and not _STOP.search(text, words[before].end, words[before + 1].start):
            joined[clause] = of[before]
    return [_last(joined, own) for own in of]


def _last(joined: dict[int, int], clause: int) -> int:
    for _ in joined:
        if clause not in joined:
            break
        clause = joined[clause]
    return clause
