"""What stands in the text instead: "[PERSOON-1]", "[JEUGDHULPAANBIEDER-2]", "[DATUM 2023]", "[TELEFOON]"; and the text with them in place.

Spans with the entity they belong to go in, the new text and the mentions with both pairs of offsets come out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.spans import PEOPLE, Kind, Span
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.config import Pseudonymise
    from rodedraad.pseudonymise.lexicon import Lexicon

_WORDS = {Kind.EMAIL: "E-MAIL", Kind.ORGANISATION: "ORGANISATIE"}
_NUMBERED = frozenset({Kind.PLACE, Kind.ADDRESS, Kind.CASE})
_ARTICLE = regex.compile(r"^(?:de|het|'t)\s")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A span, what stands for it, and where that lies in the new text."""

    span: Span
    text: str  # what stood there
    surrogate: str
    entity: str
    new_start: int
    new_end: int


@dataclass
class Register:
    """Gives entities and surrogates, the same for the same thing throughout one document, numbered as they come."""

    config: Pseudonymise
    lists: Lexicon
    _entities: dict[tuple[str, str], str]
    _surrogates: dict[str, str]
    _counts: dict[str, int]

    @classmethod
    def new(cls, config: Pseudonymise, lists: Lexicon) -> Register:
        """Return an empty register for one document."""
        return cls(config, lists, {}, {}, {})

    def name(self, span: Span, text: str, person: int | None) -> tuple[str, str]:
        """Return (surrogate, entity) for a span with its text; ``person`` is the number of `linking` for people."""
        if span.kind in PEOPLE:
            return f"[PERSOON-{person}]", f"persoon-{person}"
        word = self._word(span)
        key = (span.kind.value, self._key(span.kind, text))
        entity = self._entities.get(key)
        if entity is None:
            entity = self._entities[key] = f"{span.kind.value}-{self._next(span.kind.value)}"
        if span.kind is Kind.DATE:
            return (f"[DATUM {span.hint}]" if span.hint and self.config.dates == "year" else "[DATUM]"), entity
        if span.kind in _NUMBERED or span.kind is Kind.ORGANISATION:
            known = self._surrogates.get(entity)
            if known is None:
                known = self._surrogates[entity] = f"[{word}-{self._next('[' + word)}]"
            return known, entity
        return f"[{word}]", entity

    def prefer(self, spans: Sequence[tuple[Span, str]]) -> dict[str, str]:
        """Return organisation key → gazetteer type, from every mention that tells one, so that all mentions get the same."""
        return {
            self._key(Kind.ORGANISATION, text): span.hint for span, text in reversed(spans) if span.kind is Kind.ORGANISATION and span.hint
        }

    def key(self, text: str) -> str:
        """Return what two spellings of one organisation share."""
        return self._key(Kind.ORGANISATION, text)

    def _word(self, span: Span) -> str:
        if span.kind is Kind.ORGANISATION and span.hint and self.config.organisations == "type":
            return span.hint.upper()
        return _WORDS.get(span.kind, span.kind.value.upper())

    def _key(self, kind: Kind, text: str) -> str:
        folded = " ".join(fold(text).split())
        if kind in {Kind.CASE, Kind.PHONE, Kind.IBAN, Kind.BSN, Kind.PLATE, Kind.POSTCODE}:
            return "".join(c for c in folded if c.isalnum())
        if kind is Kind.ORGANISATION:
            while " " in folded and folded.split(" ")[0] in self.lists.openers:
                folded = folded[folded.index(" ") + 1 :]
            return str(_ARTICLE.sub("", folded))
        return folded

    def _next(self, name: str) -> int:
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name]


def replace_all(text: str, named: Sequence[tuple[Span, str, str]]) -> tuple[str, list[Replacement]]:
    """Return the new text and what was replaced.

    Args:
        text: the raw text.
        named: (span, surrogate, entity), in order, without overlap.
    """
    parts: list[str] = []
    done: list[Replacement] = []
    position = length = 0
    for span, surrogate, entity in named:
        kept = text[position : span.start]
        new_start = length + len(kept)
        parts += [kept, surrogate]
        length = new_start + len(surrogate)
        done.append(Replacement(span, text[span.start : span.end], surrogate, entity, new_start, length))
        position = span.end
    return "".join([*parts, text[position:]]), done
