"""Everything a passage is compared with: the cues and sentences of the chosen lenses, each with its item and its side.

In: lenses. Out: flat lists, items of all lenses in one row of numbers, so that the matching is done once for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from rodedraad.lens.words import NEGATOR, ONE, Word, joined_stems, word_set, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.lens.model import Item, Lens

LONG_PHRASE = 5  # words
_SHORT = 4  # an inflected adjective has more letters: losse, koude, andere
_OF_NOUNS = frozenset({"geen", "zonder", "onvoldoende", "nauwelijks"})
_ARTICLES = frozenset({"de", "het", "een", "'t"})


class Kind(StrEnum):
    """What an indicator is."""

    CUE = "cue"
    SENTENCE = "sentence"
    GIST = "gist"  # wording and explanation: topic without a side
    EXCLUSION = "exclusion"


class Manner(StrEnum):
    """How the stems of a cue must stand in a passage."""

    LOOSE = "loose"  # in any order in one sentence, a few words in between
    TIGHT = "tight"  # in order, hardly anything in between: "in het weekend", "losse signalen", "18 jaar"
    NONE = "none"  # "geen plek": the negator just before its noun, or a word of lack near it


@dataclass(frozen=True, slots=True)
class Indicator:
    """One phrase or sentence. ``item`` counts over all lenses; ``side`` is +1, −1 or 0; ``stems`` is what must be met, for a cue."""

    item: int
    side: int
    kind: Kind
    text: str
    stems: tuple[str, ...] = ()
    manner: Manner = Manner.LOOSE
    surface: tuple[str, ...] = ()  # the words of ``stems``, for a cue that must stand as written


@dataclass(frozen=True)
class Framework:
    """The chosen lenses with their items and indicators in one row."""

    lenses: tuple[Lens, ...]
    items: tuple[tuple[int, Item], ...]  # (number of the lens, item)
    indicators: tuple[Indicator, ...]

    @cached_property
    def cues(self) -> tuple[Indicator, ...]:
        """The phrases that are looked up, exclusions too."""
        return tuple(i for i in self.indicators if i.kind in {Kind.CUE, Kind.EXCLUSION})

    @cached_property
    def sentences(self) -> tuple[Indicator, ...]:
        """What passages are compared with as a whole."""
        return tuple(i for i in self.indicators if i.kind in {Kind.SENTENCE, Kind.GIST})

    def items_of(self, lens: int) -> range:
        """Return the numbers of the items of lens ``lens``."""
        first = sum(len(each.items) for each in self.lenses[:lens])
        return range(first, first + len(self.lenses[lens].items))


def compile_lenses(lenses: Sequence[Lens]) -> Framework:
    """Return the lenses' items and indicators in one row, in the order of the files."""
    items = tuple((number, item) for number, lens in enumerate(lenses) for item in lens.items)
    return Framework(tuple(lenses), items, tuple(i for number, (_, item) in enumerate(items) for i in _of_item(number, item)))


def _of_item(number: int, item: Item) -> Iterator[Indicator]:
    sides = ((0, item.cues, item.examples), (1, item.cues_plus, item.examples_plus), (-1, item.cues_minus, item.examples_minus))
    names = tuple(part.strip(" ()") for part in (item.name, *item.variants) for part in part.split("/"))
    gist = " ".join(part for part in (item.wording, item.explanation) if part)
    for side, cues, examples in sides:
        yield from (_indicator(number, side, Kind.CUE, cue) for cue in cues)
        yield from (_indicator(number, side, Kind.SENTENCE, example) for example in examples)
    if not (item.cues or item.cues_plus or item.cues_minus):  # a lens without cues is found by its names
        yield from (_indicator(number, 0, Kind.CUE, name) for name in names)
    if gist:
        yield _indicator(number, 0, Kind.GIST, gist)
    yield from (_indicator(number, 0, Kind.EXCLUSION, phrase) for phrase in item.exclusions)


def _indicator(item: int, side: int, kind: Kind, text: str) -> Indicator:
    if kind in {Kind.SENTENCE, Kind.GIST}:
        return Indicator(item, side, kind, text)
    chosen, manner = pattern(text)
    surface = tuple(word.text for word in chosen) if manner is Manner.TIGHT else ()
    return Indicator(item, side, kind, text, tuple(word.stem for word in chosen), manner, surface)


def pattern(phrase: str) -> tuple[tuple[Word, ...], Manner]:
    """Return the words that carry a phrase, a verb joined with its particle, and how they must stand.

    Function words are left out where enough is left. Where one short word would be left ("te licht"), or most of a longer phrase are
    function words ("hoe zit dat bij jullie"), all but the articles must stand there.
    """
    found = words(phrase)
    joined = dict(joined_stems(found))
    skip = word_set("function_words") | (word_set("particles") if joined else frozenset())
    content = tuple(replace(word, stem=joined.get(i, word.stem)) for i, word in enumerate(found) if word.text not in skip)
    telling = [word for word in content if word.stem not in {NEGATOR, ONE}]
    if len(telling) > 1:  # many write "een" for "één"
        content = tuple(word for word in content if word.stem != ONE)
    stems = [word.stem for word in content]
    if (
        (len(found) > 1 and len(content) == 1)
        or not telling
        or len(set(stems)) < len(stems)
        or (len(found) >= LONG_PHRASE and 2 * len(content) < len(found))
    ):
        return tuple(word for word in found if word.text not in _ARTICLES) or content, Manner.TIGHT
    if len(found) == 1 and found[0].text.endswith(("ing", "heid")):  # the noun, not the verb: "uitvoering" is not "uitgevoerd"
        return content, Manner.TIGHT
    if any(word.stem[0].isdigit() for word in telling) or (len(content) == len(found) == 2 and _is_adjective(found[0].text)):  # noqa: PLR2004 - a pair
        return content, Manner.TIGHT
    return content, Manner.NONE if any(word.text in _OF_NOUNS for word in found) else Manner.LOOSE


def _is_adjective(word: str) -> bool:
    return len(word) > _SHORT and word.endswith("e") and word not in word_set("negators")
