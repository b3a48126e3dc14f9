"""What a finder proposes: a stretch of text, what kind of thing it is and how sure that is; and how overlaps are settled.

Every finder (identifiers, dates, people, organisations, deduce) proposes on its own; one place decides, so that no finder needs to
know another.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """The kinds of `mentions.type`."""

    PERSON = "persoon"
    INITIAL = "initiaal"
    BSN = "bsn"
    PHONE = "telefoon"
    EMAIL = "email"
    URL = "url"
    POSTCODE = "postcode"
    ADDRESS = "adres"
    PLACE = "plaats"
    IBAN = "iban"
    PLATE = "kenteken"
    CASE = "zaaknummer"
    DATE = "datum"
    TIME = "tijd"
    ORGANISATION = "organisatie"


class Source(StrEnum):
    """Who proposed it: `mentions.source`."""

    RULE = "rule"
    DEDUCE = "deduce"
    LINKED = "linked"  # found by a name that stands elsewhere in the document
    GAZETTEER = "gazetteer"


class Strength(IntEnum):
    """How sure a proposal is; the lower value wins an overlap."""

    WRITTEN = 0  # a form that is nothing else: e-mail, IBAN with right check digits
    ANNOUNCED = 1  # "BSN: …", "zaaknummer …", a title before a name
    LISTED = 2  # in a list, in a place where it fits
    NEAR = 3  # only the context speaks for it


PEOPLE = frozenset({Kind.PERSON, Kind.INITIAL})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A proposal: text from ``start`` to ``end`` (code points, exclusive) is a ``kind``."""

    start: int
    end: int
    kind: Kind
    strength: Strength = Strength.LISTED
    source: Source = Source.RULE
    hint: str = ""  # person: "m", "f" or "pair" from the title; organisation: gazetteer type; date: year

    @classmethod
    def at(cls, where: tuple[int, int], kind: Kind, strength: Strength = Strength.LISTED, *, hint: str = "") -> Span:
        """Return a span of a rule for the (start, end) of a match."""
        return cls(where[0], where[1], kind, strength, hint=hint)

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end


def settle(proposals: Iterable[Span]) -> list[Span]:
    """Return proposals that do not overlap, in order of place.

    Overlapping people become one (half a name is a leak). Of others the surest stays, then the longest, then what is no person
    ("in Meerwoude").
    """
    taken = Taken()
    for span in sorted(_join_people(proposals), key=lambda s: (s.strength, s.start - s.end, s.kind in PEOPLE, s)):
        if taken.is_free(span):
            taken.add(span)
    return taken.spans


class Taken:
    """Spans without overlap, in order of place. Whether a place is free is seen at once: cells of a million characters exist."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans)

    def is_free(self, span: Span) -> bool:
        """Return whether ``span`` overlaps none of the spans."""
        place = bisect_left(self.spans, span)
        return not any(span.overlaps(other) for other in self.spans[max(0, place - 1) : place + 1])

    def add(self, span: Span) -> None:
        """Take the place of ``span``, which must be free."""
        insort(self.spans, span)


def _join_people(proposals: Iterable[Span]) -> list[Span]:
    result: list[Span] = []
    last: Span | None = None
    for span in sorted(proposals):
        if span.kind not in PEOPLE:
            result.append(span)
        elif last is not None and span.overlaps(last):
            last = _joined(last, span)
        else:
            result += [last] if last else []
            last = span
    return result + ([last] if last else [])


def _joined(one: Span, two: Span) -> Span:
    sure = min(one, two, key=lambda s: (s.strength, s.start - s.end))
    kind = Kind.PERSON if Kind.PERSON in {one.kind, two.kind} else Kind.INITIAL
    return replace(sure, start=min(one.start, two.start), end=max(one.end, two.end), kind=kind, hint=one.hint or two.hint)
