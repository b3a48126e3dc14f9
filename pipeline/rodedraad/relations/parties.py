"""The parties of a passage: actors and words go in, who stands where in its clause comes out.

A party is an actor with the words around it that say what it does there: its preposition, those it is joined with, whether it is subject or
object. "De verpleegkundige van de SEH" is the SEH, "[PERSOON-1] van het wijkteam" the team.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rodedraad.relations import lists, phrases
from rodedraad.relations.clauses import VERBAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.relations.clauses import Clauses
    from rodedraad.relations.words import Word

SUBJECT, OBJECT, BARE = "subject", "object", ""
_WITH_INFINITIVE = frozenset({"zonder", "om", "na", "door"})  # "zonder de school te raadplegen": the school is the object
_JOIN = re.compile(
    r"[\s,]*(?:[-–/&+]|\ben\b|\bof\b|\bals\b|\bnoch\b|\balsmede\b|\bevenals\b|\bplus\b|,|\ben ook\b|\bmaar (?:ook )?niet\b)[\s,]*"
)


class Actor(NamedTuple):
    """A row of table `actors`."""

    start: int
    end: int
    type: str
    surface: str
    role: str


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in its clause."""

    actor: Actor
    left: int  # place of the first word of its phrase, preposition left out
    last: int  # place of its last word
    preposition: str  # "" for none
    clause: int
    group: int  # the same for parties that are joined: "de school en de huisarts"
    function: str  # subject, object or bare, as the parse calls it
    of: str  # the noun that it hangs from ("het dossier van de school": dossier), or ""


def find(actors: Iterable[Actor], words: Sequence[Word], clauses: Clauses, text: str) -> list[Party]:
    """Return the parties of a passage in order; an actor that says where the one before works is no party of its own."""
    found: list[Party] = []
    for actor in sorted(actors):
        places = [i for i, word in enumerate(words) if word.start < actor.end and actor.start < word.end]
        if not places:
            continue
        left, preposition = phrases.begin(words, places[0], found[-1].last if found else -1)
        if found and preposition in phrases.OF and left - 2 == found[-1].last and actor.type == found[-1].actor.type:
            found[-1] = replace(found[-1], last=places[-1])
            continue
        if preposition in _WITH_INFINITIVE and places[-1] + 1 < len(words) and words[places[-1] + 1].form == "te":
            preposition = ""
        preposition = preposition or phrases.shared_preposition(words, phrases.top(words, left, places[-1]))
        if found and _is_same(found[-1], actor, words, places, text):
            found[-1] = replace(found[-1], last=places[-1])
            continue
        party = Party(
            actor,
            left,
            places[-1],
            preposition,
            _clause(words, clauses, places),
            len(found),
            _function(words, left, places[-1]),
            phrases.noun_before(words, left) if preposition in {"van", "uit"} else "",
        )
        found.append(_joined(found, party, words, text))
    return found


def _is_same(before: Party, actor: Actor, words: Sequence[Word], places: Sequence[int], text: str) -> bool:
    """Return whether an actor is the one before it by another word: "de huisarts, dokter …", "de school [SCHOOL-1]"."""
    gap = text[before.actor.end : actor.start].strip()
    named = "[" in before.actor.surface and "[" in actor.surface
    is_apposition = words[phrases.top(words, places[0], places[-1])].dep == "appos" and gap == ","
    return (before.actor.type == actor.type and gap in {"", ","} and not named and before.last + 1 == places[0]) or is_apposition


def _function(words: Sequence[Word], left: int, last: int) -> str:
    dep = words[phrases.first_of_list(words, phrases.top(words, left, last))].dep.partition(":")[0]
    return SUBJECT if dep in {"nsubj", "csubj"} else OBJECT if dep in {"obj", "iobj"} else BARE


def _clause(words: Sequence[Word], clauses: Clauses, places: Sequence[int]) -> int:
    """Return the clause of a party; one before "dat" or "of" is no part of the clause that this opens, whatever the parse says."""
    clause = clauses.of[phrases.top(words, places[0], places[-1])]
    after = words[places[-1] + 1].form if places[-1] + 1 < len(words) else ""
    if after in lists.words("openers") and clause > places[-1]:
        return next((clauses.of[i] for i in range(places[0] - 1, -1, -1) if words[i].upos in VERBAL), clause)
    return clause


def _joined(found: Sequence[Party], party: Party, words: Sequence[Word], text: str) -> Party:
    """Return ``party`` in the group of one before it when "en", a comma or a dash joins them, or the parse does."""
    first = phrases.first_of_list(words, phrases.top(words, party.left, party.last))
    listed = next((other for other in found if other.left <= first <= other.last), None)
    before = found[-1] if found and _is_adjacent(found[-1], party, words, text) else listed
    if before is None or before.clause != party.clause or party.preposition not in {"", before.preposition}:
        return party
    return replace(party, group=before.group, preposition=before.preposition, function=before.function, of=before.of)


def _is_adjacent(before: Party, party: Party, words: Sequence[Word], text: str) -> bool:
    first = party.left - (1 if party.preposition else 0)
    gap = text[max(before.actor.end, words[before.last].end) : words[first].start]
    return _JOIN.fullmatch(gap.lower()) is not None
