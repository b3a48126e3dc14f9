"""The pairs of a passage: text, words and actors go in, who → whom with kind and method come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rodedraad.relations import clauses as clause_module
from rodedraad.relations import cues, frames, parties, roles
from rodedraad.relations.words import is_parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.relations.clauses import Clauses
    from rodedraad.relations.cues import Found
    from rodedraad.relations.frames import Pair
    from rodedraad.relations.parties import Actor, Party
    from rodedraad.relations.words import Word

PARSE, ORDER = "parse", "order"
_HAVE = frozenset(["heb", "hebt", "heeft", "hebben", "had", "hadden"])
_OWN_ACTIVE = frozenset(["gegaan", "overgegaan", "gekomen", "bijeengekomen", "verhuisd", "overgekomen"])  # perfect with "zijn"


class Relation(NamedTuple):
    """A pair as found in a passage."""

    giver: Actor
    receiver: Actor
    directed: bool
    kind: str
    method: str


def relations(text: str, words: Sequence[Word], actors: Sequence[Actor]) -> list[Relation]:
    """Return the pairs of a passage in the order of their givers; two parties make one pair, the one of the most telling cue."""
    if len(actors) < 2:  # noqa: PLR2004 - it takes two
        return []
    method = PARSE if is_parsed(words) else ORDER
    found = (clause_module.by_parse if method == PARSE else clause_module.by_order)(words, text)
    all_parties = parties.find(actors, words, found, text)
    kept: dict[frozenset[int], Pair] = {}
    done: set[int] = set()
    for cue in sorted(cues.find(words, found), key=lambda c: (c.cue.rank, c.place)):
        if cue.place in done:
            continue
        made = _pairs(cue, words, found, all_parties)
        if made:
            done.add(cue.place)
        for pair in made:
            kept.setdefault(frozenset((pair.giver.actor.start, pair.receiver.actor.start)), pair)
    distinct = {(*_naming(pair.giver), *_naming(pair.receiver)): pair for pair in reversed(kept.values())}
    ordered = sorted(distinct.values(), key=lambda p: (p.giver.actor.start, p.receiver.actor.start))
    return [Relation(p.giver.actor, p.receiver.actor, p.directed, p.kind, method) for p in ordered]


def _naming(party: Party) -> tuple[str, str]:
    return party.actor.type, party.actor.surface.lower()


def _pairs(found: Found, words: Sequence[Word], clauses: Clauses, all_parties: Sequence[Party]) -> list[Pair]:
    clause = clauses.of[found.place]
    forms = frozenset(words[i].form for i in clauses.words(clause))
    who = roles.of_clause(clause, all_parties, words, clauses)
    is_passive = found.is_past and words[found.place].form not in _OWN_ACTIVE and not _auxiliaries(clause, words, clauses) & _HAVE
    attached = frozenset(party.group for party in all_parties if _hangs_from(found.place, party, words))
    return frames.pairs(frames.Scene(found.cue, found.place, who, is_passive, forms, attached))


def _auxiliaries(clause: int, words: Sequence[Word], clauses: Clauses) -> frozenset[str]:
    """Return the words among which the auxiliary is: "heeft drie kinderen gezien en Veilig Thuis gebeld" has it in the clause before."""
    around = {clause}
    head = words[clause].head
    if head is not None and words[clause].dep == "conj":
        around.add(clauses.of[head])
    return frozenset(word.form for word, own in zip(words, clauses.of, strict=True) if own in around)


def _hangs_from(place: int, party: Party, words: Sequence[Word]) -> bool:
    """Return whether a party follows a noun at once ("overleg van …"), or hangs from it in the parse."""
    if party.left - 2 == place:
        return True
    return any(words[i].head == place and i != place for i in range(party.left, party.last + 1))
