"""Who does what in a clause: its parties go in, subject, object and prepositions come out.

The parse says who is subject; where it names none or two, and where there is no parse, the first without a preposition is. A clause without
a subject of its own has that of the clause it hangs from ("… trof drie kinderen aan en informeerde Veilig Thuis").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.relations.clauses import VERBAL
from rodedraad.relations.parties import BARE, OBJECT, SUBJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rodedraad.relations.clauses import Clauses
    from rodedraad.relations.parties import Party
    from rodedraad.relations.words import Word

_PRONOUNS = frozenset({"ik", "jij", "je", "hij", "zij", "ze", "men", "wij", "we", "jullie", "u", "niemand", "iemand"})
_TIME = re.compile(r".*(?:dag|week|maand|jaar|ochtend|avond|nacht)|(?:half|kwart)?uur|keer")
"""A parser now and then calls the time the subject. Not every word that ends in -uur or -keer is a time: "bestuur", "verkeer"."""
_RELATIVE = frozenset({"die", "dat", "wie", "welke"})


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties of a clause by what they do in it."""

    subject: tuple[Party, ...]
    object: tuple[Party, ...]
    others: tuple[Party, ...]  # those with a preposition, in order

    def after(self, prepositions: Collection[str]) -> tuple[Party, ...]:
        """Return the parties with one of these prepositions."""
        return tuple(party for party in self.others if party.preposition in prepositions)


def of_clause(clause: int, parties: Sequence[Party], words: Sequence[Word], clauses: Clauses) -> Roles:
    """Return the roles in a clause, with the subject of a clause above where it has none."""
    own = _own(clause, parties, words, clauses)
    seen = {clause}
    while not own.subject and _takes_from_above(clause, parties, words, clauses):
        head = words[clause].head
        if head is None or clauses.of[head] in seen:
            break
        if words[clause].dep.startswith("acl"):
            antecedent = _around(head, parties)
            return Roles(antecedent, own.object, own.others) if antecedent else own
        clause = clauses.of[head]
        seen.add(clause)
        above = _own(clause, parties, words, clauses)
        own = Roles(above.subject, own.object, own.others)
    return own


def _shares_subject(clause: int, words: Sequence[Word], clauses: Clauses) -> bool:
    """Return whether a clause begins with its verb behind "en": its subject is that of the one before, whatever the parse says."""
    inside = [i for i in clauses.words(clause) if words[i].dep != "cc"]
    return words[clause].dep == "conj" and bool(inside) and words[inside[0]].upos in VERBAL


def _takes_from_above(clause: int, parties: Sequence[Party], words: Sequence[Word], clauses: Clauses) -> bool:
    """Return whether a clause has the subject of the one above: it has none, or a pronoun for it ("erkent dat zij … had moeten bellen")."""
    if _shares_subject(clause, words, clauses) or not _has_other_subject(clause, parties, words, clauses):
        return True
    subjects = [words[i].form for i in clauses.words(clause) if words[i].dep.startswith("nsubj")]
    return words[clause].dep in {"ccomp", "advcl", "acl"} and subjects in (["hij"], ["zij"], ["ze"])


def _own(clause: int, parties: Sequence[Party], words: Sequence[Word], clauses: Clauses) -> Roles:
    inside = [party for party in parties if party.clause == clause]
    bare = [party for party in inside if not party.preposition]
    if _shares_subject(clause, words, clauses):
        return Roles((), tuple(bare), tuple(party for party in inside if party.preposition))
    groups = list(dict.fromkeys(party.group for party in bare))
    functions = {group: next(party.function for party in bare if party.group == group) for group in groups}
    taken = _has_other_subject(clause, parties, words, clauses)
    subject = _subject(groups, functions, taken=taken)
    if subject is None and bare and _is_placed_as_subject(bare[0], clause, words, clauses, taken=taken):
        subject = bare[0].group
    return Roles(
        tuple(party for party in bare if party.group == subject),
        tuple(party for party in bare if party.group != subject),
        tuple(party for party in inside if party.preposition),
    )


def _subject(groups: Sequence[int], functions: dict[int, str], *, taken: bool) -> int | None:
    """Return the group that is subject: the first that the parse calls so, else the first that it calls nothing."""
    told = [group for group in groups if functions[group] == SUBJECT]
    if told:
        return groups[0]  # of two without preposition Dutch names the subject first; a parse often takes it for the object
    free = [group for group in groups if functions[group] == BARE]
    if taken:
        return None
    return free[0] if free else groups[0] if len(groups) > 1 and functions[groups[0]] == OBJECT else None


def _is_placed_as_subject(party: Party, clause: int, words: Sequence[Word], clauses: Clauses, *, taken: bool) -> bool:
    """Return whether a party stands where subjects stand, whatever the parse says: first and before the verb, or right behind it."""
    if words[clause].dep == "conj":
        return False
    is_inverted = party.left > 0 and words[party.left - 1].upos in VERBAL and not taken
    after = party.last + 1
    return is_inverted or (party.left == clauses.words(clause)[0] and after < len(words) and words[after].upos in VERBAL)


def _has_other_subject(clause: int, parties: Sequence[Party], words: Sequence[Word], clauses: Clauses) -> bool:
    """Return whether something that is no party is the clause's subject; a relative pronoun stands for what it follows."""
    inside = clauses.words(clause)
    if any(words[i].head is not None for i in inside):
        return any(
            words[i].dep.startswith("nsubj")
            and words[i].form not in _RELATIVE
            and not _TIME.fullmatch(words[i].form)
            and not _around(i, parties)
            for i in inside
        )
    return any(words[i].form in _PRONOUNS for i in inside)


def _around(place: int, parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return the party whose phrase holds a word, with those it is joined with."""
    group = next((party.group for party in parties if party.left <= place <= party.last), None)
    return tuple(party for party in parties if party.group == group)
