"""One document: its texts in reading order go in, the same texts without names and identifiers come out, with what was replaced.

Finding is done per text, twice (`detect`, then `again` with what the whole document gave); naming is done over the document, so that a
person keeps one surrogate from the title to the last page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import again, consistency, linking
from rodedraad.pseudonymise.detect import detect
from rodedraad.pseudonymise.reading import Reading, lower_words, without_capitals
from rodedraad.pseudonymise.spans import PEOPLE, Kind, Span
from rodedraad.pseudonymise.surrogates import Register, Replacement, replace_all
from rodedraad.text.folding import flatten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Pseudonymise
    from rodedraad.pseudonymise.lexicon import Lexicon

_RENAMED = (
    r"(?:hierna|verder|voortaan|roepnaam|ook\swel|beter\sbekend\sals|te\snoemen|genoemd|afgekort(?:\sals)?|in\sdit\srapport|aangeduid\sals)"
)
_ALIAS = regex.compile(rf"\s?(?:\(|,\s?(?={_RENAMED}))(?:{_RENAMED}[:\s]*)*[\"']?")


@dataclass(frozen=True, slots=True)
class Result:
    """A text without names, and what was replaced in it, in order."""

    text: str
    replacements: tuple[Replacement, ...]


def pseudonymise(texts: Sequence[str], lists: Lexicon, config: Pseudonymise) -> list[Result]:
    """Return the texts of one document, pseudonymised, in the same order.

    Args:
        texts: title, blocks and so on; numbers are given in this order.
        lists: of `detect.word_lists`.
        config: the section `pseudonymise`.
    """
    spans = _find(texts, lists, config)
    people = iter(_people(texts, spans, lists))
    register = Register.new(config, lists)
    types = register.prefer([(span, text[span.start : span.end]) for text, found in zip(texts, spans, strict=True) for span in found])
    results = []
    for text, found in zip(texts, spans, strict=True):
        named = []
        for span in found:
            part = text[span.start : span.end]
            typed = replace(span, hint=types.get(register.key(part), "")) if span.kind is Kind.ORGANISATION else span
            named.append((span, *register.name(typed, part, next(people) if span.kind in PEOPLE else None)))
        new, done = replace_all(text, named)
        results.append(Result(new, tuple(done)))
    return results


def hidden(text: str, lists: Lexicon, config: Pseudonymise) -> list[tuple[int, int]]:
    """Return the (start, end) of everything that is replaced in a text that stands alone, for measuring."""
    return [(span.start, span.end) for span in _find([text], lists, config)[0]]


def _find(texts: Sequence[str], lists: Lexicon, config: Pseudonymise) -> list[list[Span]]:
    low = lower_words(texts)
    first = [detect(text, lists, config, low) for text in texts]
    readings = [Reading(flatten(text), low, lists) for text in texts]
    return again.find(readings, consistency.settle(readings, first, lists), lists)


def _people(texts: Sequence[str], spans: Sequence[Sequence[Span]], lists: Lexicon) -> list[int]:
    """Return the number of the person of every person span, in order over the texts."""
    mentions: list[linking.Mention] = []
    aliases: dict[int, int] = {}
    for text, found in zip(texts, spans, strict=True):
        people = [span for span in found if span.kind in PEOPLE]
        flat = without_capitals(flatten(text), lists)
        for before, span in pairwise(people):
            if _ALIAS.fullmatch(flat[before.end : span.start]):
                aliases[len(mentions) + people.index(span)] = len(mentions) + people.index(before)
        mentions += [linking.Mention(flat[span.start : span.end], span.hint) for span in people]
    return linking.link(mentions, lists, aliases)
