"""Gives one word one kind throughout a document: the town "Meerwoude" is no person on page 3 because no "in" stands before it there.

Spans of all texts go in, the same spans come out, some of another kind. Only kinds that context alone decided are changed; a title ("de
heer Van Zwolle") is believed where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from rodedraad.pseudonymise.again import cores
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.pseudonymise.lexicon import Lexicon
    from rodedraad.pseudonymise.reading import Reading

_SHARED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})


def settle(readings: Sequence[Reading], found: Sequence[Sequence[Span]], lists: Lexicon) -> list[list[Span]]:
    """Return the spans with one kind for each name, except where a title or announcement says otherwise."""
    seen: dict[str, list[Span]] = defaultdict(list)
    for reading, spans in zip(readings, found, strict=True):
        for span in spans:
            if span.kind in _SHARED:
                text = reading.text[span.start : span.end]
                seen[fold(text)].append(span)
                if span.kind is Kind.ORGANISATION and span.strength is Strength.ANNOUNCED:
                    for core in cores(text, lists):
                        seen[fold(core)].append(span)
    chosen = {text: example for text, spans in seen.items() if (example := _choose(spans))}
    return [
        [_changed(span, chosen.get(fold(r.text[span.start : span.end]))) for span in spans]
        for r, spans in zip(readings, found, strict=True)
    ]


def _choose(spans: Sequence[Span]) -> Span | None:
    """Return an example of the kind that all should have; none when they agree or a person is certain."""
    if len({span.kind for span in spans}) == 1:
        return None
    people = [span for span in spans if span.kind is Kind.PERSON]
    if any(span.strength <= Strength.ANNOUNCED for span in people):
        return None
    others = [span for span in spans if span.kind is not Kind.PERSON]
    known = sum(span.strength is Strength.LISTED for span in people)
    if known > len(others):
        return None
    return min(others, key=lambda s: (s.strength, s.kind is not Kind.ORGANISATION, not s.hint, s.start, s.end))


def _changed(span: Span, example: Span | None) -> Span:
    if example is None or span.kind not in _SHARED or span.strength <= Strength.ANNOUNCED:
        return span
    return replace(span, kind=example.kind, hint=example.hint)
