"""Sees which mentions are one person: "Anna de Vries", "mevrouw De Vries", "A. de Vries" and "Anna" through a document.

Mentions go in, in order of appearance; the number of a person for each comes out. Full names are settled first, because what is short
can only be read against them. "Dhr. Meijer" and "mw. Meijer" are two people. Where several fit, the one who was named last before is
meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rodedraad.pseudonymise.names import Name, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rodedraad.pseudonymise.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands somewhere. ``gender`` is "m", "f", "pair" or empty, from the title."""

    text: str
    gender: str = ""


@dataclass
class _Person:
    """What is known of one person so far, and where they are mentioned (index into the mentions)."""

    givens: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)  # initials that stood alone: "A."
    gender: str = ""
    places: list[int] = field(default_factory=list)

    def take(self, index: int, name: Name, gender: str) -> None:
        self.places.append(index)
        self.gender = self.gender or gender
        if name.initials and not name.surname and not name.given:
            self.letters.add(name.initials)
            return
        for known, part in ((self.givens, name.given), (self.surnames, name.surname), (self.initials, name.initials)):
            if part:
                known.add(part)


def link(mentions: Sequence[Mention], lists: Lexicon, aliases: Mapping[int, int] | None = None) -> list[int]:
    """Return for every mention the number of its person, from 1, in order of first appearance.

    Args:
        mentions: in order of appearance in the document.
        lists: to tell given names from surnames.
        aliases: mention → mention before it that it renames: "Pieter de Haan (Piet)", "A. Bos (hierna: B.)".
    """
    names = [parse(m.text, lists, titled=bool(m.gender)) for m in mentions]
    people: list[_Person] = []
    owner: dict[int, _Person] = {}
    renamed = dict(aliases or {})
    for index in sorted(range(len(mentions)), key=lambda i: (_rank(names[i]), i)):
        name, gender = names[index], mentions[index].gender
        person = owner.get(renamed[index]) if index in renamed else None
        person = person or _best(_fitting(people, name, gender), index)
        if person is None:
            people.append(person := _Person())
        person.take(index, name, gender)
        owner[index] = person
        for alias, original in sorted(renamed.items()):
            if original == index and alias not in owner:  # so that later mentions of the second name find the person
                person.take(alias, names[alias], mentions[alias].gender)
                owner[alias] = person
    numbers: dict[int, int] = {}
    return [numbers.setdefault(id(owner[i]), len(numbers) + 1) for i in range(len(mentions))]


def _rank(name: Name) -> int:
    """Return in which round a mention is settled: full names, surnames, given names, either, initials alone."""
    if name.is_full:
        return 0
    if name.alone:
        return 3
    if name.surname:
        return 1
    return 2 if name.given else 4


def _fitting(people: list[_Person], name: Name, gender: str) -> list[_Person]:
    return [p for p in people if _same_gender(p.gender, gender) and _fits(p, name)]


def _same_gender(one: str, two: str) -> bool:
    return one == two or ("pair" not in (one, two) and not (one and two))


def _fits(person: _Person, name: Name) -> bool:
    if name.is_full:
        return name.surname in person.surnames and _before_surname_fits(person, name)
    if name.alone:
        return name.given in person.givens or name.surname in person.surnames
    if name.surname:
        return name.surname in person.surnames
    if name.given:
        return name.given in person.givens
    return name.initials in person.letters


def _before_surname_fits(person: _Person, name: Name) -> bool:
    """Return whether given names or initials do not contradict: Anna and A. do not, Anna and Bert do, nothing and Anna do not."""
    if name.given:
        return name.given in person.givens or (not person.givens and all(i[0] == name.given[0] for i in person.initials))
    if person.initials:
        return any(known.startswith(name.initials) or name.initials.startswith(known) for known in person.initials)
    return not person.givens or any(given[0] == name.initials[0] for given in person.givens)


def _best(candidates: list[_Person], index: int) -> _Person | None:
    """Return the candidate who was named last before ``index``, else the first one named after it."""
    if not candidates:
        return None
    return min(candidates, key=lambda p: _distance(p, index))


def _distance(person: _Person, index: int) -> tuple[int, int]:
    before = [index - i for i in person.places if i <= index]
    return (0, min(before)) if before else (1, min(i - index for i in person.places))
