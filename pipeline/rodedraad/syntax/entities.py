"""The gazetteer of organisation and role types as spaCy entity rules.

In: ``text/data/gazetteer.toml``, which stage `actors` reads too. Out: patterns for spaCy's EntityRuler, by lemma where a word is inflected,
so that a language pipeline on its own marks "gezinsvoogden" as a role. Labels are gazetteer types; no name is ever a pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

RULER = "entity_ruler"


def add(nlp: Any) -> None:  # noqa: ANN401 - a spaCy Language
    """Add the gazetteer's rules at the end of a pipeline that has none."""
    if not nlp.has_pipe(RULER):
        nlp.add_pipe(RULER, last=True).add_patterns(list(patterns(nlp)))


def patterns(nlp: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401
    """Yield the EntityRuler patterns of every form of every type, tokenised as ``nlp`` does."""
    seen: set[tuple[object, ...]] = set()
    for kind in gazetteer.load().kinds.values():
        for form, _ in kind.forms:
            words = [token.lower_ for token in nlp.make_doc(form)]
            for last in ("LOWER", "LEMMA"):
                yield from _fresh(seen, kind.type, [*({"LOWER": word} for word in words[:-1]), {last: words[-1]}])
        for form, _ in kind.exact:
            yield from _fresh(seen, kind.type, [{"ORTH": token.text} for token in nlp.make_doc(form)])


def _fresh(seen: set[tuple[object, ...]], label: str, pattern: list[dict[str, str]]) -> Iterator[dict[str, object]]:
    key = tuple(tuple(token.items()) for token in pattern)
    if key not in seen:  # an ambiguous form goes to the first type in the gazetteer, as in `gazetteer.match`
        seen.add(key)
        yield {"label": label, "pattern": pattern}
