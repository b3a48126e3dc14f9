"""One text in, what must be hidden in it out: asks every finder and settles their overlaps.

The two profiles differ only here: `deduce` adds the proposals of deduce and its word lists, `rules` does without.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import regex

from rodedraad.pseudonymise import addresses, casenumbers, datetimes, identifiers, initials, judge, lexicon, organisations, people, places
from rodedraad.pseudonymise.reading import Reading, without_capitals
from rodedraad.pseudonymise.spans import Kind, Source, Span, Strength, settle
from rodedraad.text.folding import flatten, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rodedraad.config import Pseudonymise
    from rodedraad.pseudonymise.lexicon import Lexicon

Profile = Literal["deduce", "rules"]


def word_lists(profile: Profile, keep: Iterable[str] = ()) -> Lexicon:
    """Return the word lists of a profile, in which the words of ``keep`` are no names."""
    lists = lexicon.with_deduce() if profile == "deduce" else lexicon.own()
    return lists.keeping(tuple(keep))


def detect(text: str, lists: Lexicon, config: Pseudonymise, lower_words: frozenset[str] = frozenset()) -> list[Span]:
    """Return what to replace in ``text``: spans in order, without overlap.

    Args:
        text: raw text of a block.
        lists: of `word_lists`.
        config: the section `pseudonymise`.
        lower_words: folded words that the document writes in lower case (`reading.lower_words`).
    """
    flat = flatten(text)
    reading = Reading(without_capitals(flat, lists), lower_words, lists)
    proposals = [*identifiers.find(flat), *casenumbers.find(flat), *datetimes.find(flat), *_extra(flat, config.extra_names)]
    proposals += [
        *people.find(reading),
        *initials.find(reading),
        *organisations.find(reading),
        *places.find(reading),
        *addresses.find(reading),
    ]
    if config.names == "deduce":
        proposals += _from_deduce(reading)
    kept = {fold(word) for word in config.keep}
    proposals = [span for span in proposals if span.kind is not Kind.PERSON or _has_name(flat[span.start : span.end], lists)]
    return [span for span in settle(proposals) if _wanted(span, config) and fold(flat[span.start : span.end]) not in kept]


def _wanted(span: Span, config: Pseudonymise) -> bool:
    if span.kind is Kind.DATE:
        return config.dates != "keep"
    if span.kind is Kind.TIME:
        return config.times
    return span.kind is not Kind.ORGANISATION or config.organisations != "keep"


def _has_name(text: str, lists: Lexicon) -> bool:
    """Return whether a person has a word that is no prefix: "VAN DE" in a running header has none."""
    return any(word.lower() not in lists.interfixes for word in text.split())


def _extra(text: str, names: Iterable[str]) -> Iterator[Span]:
    for name in names:
        for match in regex.finditer(rf"(?<!\w){regex.escape(name)}(?!\w)", text, regex.IGNORECASE):
            yield Span.at(match.span(), Kind.PERSON, Strength.WRITTEN)


def _from_deduce(reading: Reading) -> Iterator[Span]:
    from rodedraad.pseudonymise import names_deduce

    for span in names_deduce.load().propose(reading.text):
        if span.kind is Kind.PERSON:
            bare = _without_title(reading, span)
            if bare.end > bare.start and people.accepts(reading, bare) and not people.is_place(reading, bare.start, bare.end):
                yield bare
        elif places.accepts(reading, span):
            yield replace(span, source=Source.DEDUCE)


def _without_title(reading: Reading, span: Span) -> Span:
    """Return the span without the titles that deduce takes along, and without what cannot end a name."""
    titles = "|".join(regex.escape(title) for title in reading.lexicon.titles)
    match = regex.match(rf"(?:(?i:{titles})(?:\s|$))+", reading.text[span.start : span.end])
    start = judge.begin(reading, span.start + (match.end() if match else 0), span.end)
    return replace(span, start=start, end=max(start, judge.stop(reading, start, span.end)))
