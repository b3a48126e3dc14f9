"""Finds towns and addresses: a street with its number, "Postbus 12", a town after "in" or "te", the place of "wijkteam Zaandam".

A reading goes in, proposals come out. Countries and regions stay. Towns that are no listed ones are believed only after a preposition
of place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import judge, lexicon
from rodedraad.pseudonymise.grammar import WORD
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_SHORTEST_TOWN = 3  # letters of a town that no list knows
_PLACE_NAME = (
    rf"(?:(?:'s-|'t\s|'s\s|Den\s|De\s|Het\s|Sint\s|St\.\s|Nieuw\s|Oud\s|Bergen\s)?"
    rf"{WORD}(?:\s(?:aan|op|bij|a/d|over)\s(?:de[nr]?\s|het\s)?{WORD}|\s{WORD})?)"
)


def find(reading: Reading) -> list[Span]:
    """Return every address and town that the rules see in the text."""
    return [*_of_bodies(reading), *_after_preposition(reading), *_listed(reading)]


def accepts(reading: Reading, span: Span) -> bool:
    """Return whether a place that deduce proposes holds: no country, month or disease, and no ordinary word that only begins a sentence."""
    name = reading.text[span.start : span.end]
    if (
        any(fold(word) in reading.lexicon.medical for word in name.split())
        or fold(name) in reading.lexicon.closed
        or (not name[:1].isupper() and name[:1] != "'")
    ):
        return False
    return not (
        reading.is_ordinary(name)
        and (reading.begins_sentence(span.start) or reading.word_before(span.start) not in reading.lexicon.place_prepositions)
    )


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    lists = lexicon.own()

    def any_of(words: tuple[str, ...]) -> str:
        return "|".join(regex.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w)))

    bodies = regex.compile(rf"(?<![\w-])(?i:{any_of(lists.bodies)})s?\s(?P<name>{_PLACE_NAME})")
    after = regex.compile(
        rf"(?<![\w-])(?P<word>(?i:{any_of(lists.place_prepositions)}))\s(?P<name>{_PLACE_NAME})(?:\sen\s(?P<name>{WORD}))?"
    )
    return bodies, after


def _of_bodies(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[0].finditer(reading.text):
        name, start = match.group("name"), match.start("name")
        if name not in reading.lexicon.places:
            name = name.split(" ")[0]
        if name in reading.lexicon.places or not (
            reading.is_ordinary(name) or reading.lexicon.is_known_name(name) or name.isupper() or len(name) < _SHORTEST_TOWN
        ):
            yield Span(start, start + len(name), Kind.PLACE, Strength.ANNOUNCED)


def _after_preposition(reading: Reading) -> Iterator[Span]:
    for match in _patterns()[1].finditer(reading.text, overlapped=True):
        for start, end in match.spans("name"):
            name = reading.text[start:end]
            if name not in reading.lexicon.places and (first := regex.match(WORD, name)):
                name = first.group()
            if _may_be_place(reading, name, start, match.group("word").lower()):
                known = name in reading.lexicon.places
                yield Span(start, start + len(name), Kind.PLACE, Strength.LISTED if known else Strength.NEAR)


def _may_be_place(reading: Reading, name: str, start: int, preposition: str) -> bool:
    low, lists = fold(name), reading.lexicon
    if low in lists.closed and name not in lists.places:
        return False
    if name in lists.places:
        lived = reading.word_before(start - len(preposition) - 1) in {
            "woont",
            "woonde",
            "geboren",
            "woonachtig",
            "gevestigd",
            "verhuisde",
            "wonen",
        }
        return low not in lists.medical and (not reading.is_ordinary(name) or lived)
    unknown = judge.is_unknown(reading, name) and not (lists.is_known_name(name) or judge.is_acronym(name) or low in lists.openers)
    return unknown and preposition in {"te", "uit", "in", "naar", "vanuit", "via", "richting", "geboren te"} and len(name) > _SHORTEST_TOWN


def _listed(reading: Reading) -> Iterator[Span]:
    """Yield listed towns anywhere; deduce does the same with a far longer list."""
    for match in regex.finditer(rf"(?<![\w-]){_PLACE_NAME}", reading.text):
        if match.group() in lexicon.own().places:
            yield Span.at(match.span(), Kind.PLACE, Strength.LISTED)
        elif (first := regex.match(WORD, match.group())) and first.group() in lexicon.own().places:
            yield Span(match.start(), match.start() + first.end(), Kind.PLACE, Strength.LISTED)
