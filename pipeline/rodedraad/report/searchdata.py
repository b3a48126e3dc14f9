"""What the pages Zoeken and Kaart know of the passages: the corpus in, sets of compact data out.

One set, ``search``, holds what is said once (documents, archetypes, lenses, words for values); ``search-1``, ``search-2``, … the passages,
column by column, packed, so many to a set that a browser can show the first while the others still come in. Order is that of the report.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import islands, places, words
from rodedraad.report.places import Places
from rodedraad.report.views.quotes import document_name, passage_facts
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.report.corpus import Corpus, Document, Passage

NAME = "search"
PER_SET = 2_500  # passages
STRENGTHS = ("strong", "clear", "weak", "none")
STATES = ("proposal", "decided", "changed")
_GRID = 10_000  # places on the map are whole numbers from 0 up to this: finer than any screen
_SHEET = re.compile(r"\.(\d+)\.html#")  # a name never holds a dot (places)


def names(corpus: Corpus) -> tuple[str, ...]:
    """Return the sets a page must load to know every passage."""
    return (NAME, *(f"{NAME}-{k}" for k in range(1, math.ceil(len(corpus.passages) / PER_SET) + 1)))


def sets(corpus: Corpus) -> Iterator[tuple[str, object]]:
    """Yield the sets with their names."""
    passages = [p for found in corpus.by_document.values() for p in found]
    head, *parts = names(corpus)
    yield head, _said_once(corpus, len(passages), len(parts))
    columns = _Columns(corpus)
    for k, name in enumerate(parts):
        yield name, islands.packed(columns.of(passages[k * PER_SET : (k + 1) * PER_SET]))


def _said_once(corpus: Corpus, n: int, parts: int) -> dict[str, object]:
    kinds, types = _kinds(corpus), _types(corpus)
    return {
        "n": n,
        "parts": parts,
        "grid": _GRID,
        "documents": [_document(d, kinds, types) for d in corpus.documents.values()],
        "archetypes": [{"id": a.id, "name": a.label, "href": places.archetype(a.id)} for a in corpus.archetypes.values()],
        "lenses": [
            {
                "id": lens.id,
                "name": lens.name,
                "signed": lens.has_polarity,
                "items": [{"id": item.id, "name": item.short or item.name, "href": places.item(lens.id, item.id)} for item in lens.items],
            }
            for lens in corpus.lenses.values()
        ],
        "kinds": [[code or "", words.value("kind", code)] for code in kinds],
        "types": [[code or "", words.organisation(code)] for code in types],
        "signs": {kind: t(f"ui.sign_{kind}") for kind in ("plus", "minus", "neutral")},
        "strengths": messages.section("report.strength"),
        "states": [messages.text(f"judge.state.{state}") for state in STATES],
        "same": messages.section("report.count.same"),
        "no_archetype": t("no_archetype"),
        "thin": words.thin_below(len(corpus.documents)),
    }


def _document(document: Document, kinds: Sequence[str | None], types: Sequence[str | None]) -> dict[str, object]:
    return {
        "id": document.id,
        "name": document_name(document),
        "href": places.document(document.id),
        "kind": kinds.index(document.kind),
        "type": types.index(document.organisation_type),
        "year": document.date.year if document.date else 0,
        "day": document.date.toordinal() if document.date else 0,
        "date": fmt.date(document.date) if document.date else t("date_unknown"),
    }


def _kinds(corpus: Corpus) -> list[str | None]:
    return sorted({d.kind for d in corpus.documents.values()}, key=lambda code: (code is None, words.value("kind", code).casefold()))


def _types(corpus: Corpus) -> list[str | None]:
    found = {d.organisation_type for d in corpus.documents.values()}
    return sorted(found, key=lambda code: (code is None, words.organisation(code).casefold()))


def _sparse(values: Sequence[object]) -> dict[str, object]:
    return {str(at): value for at, value in enumerate(values) if value is not None}


class _Columns:
    """Turns passages into columns: the same kind of value side by side packs best."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._places = Places.of(corpus)
        self._documents = {doc_id: at for at, doc_id in enumerate(corpus.documents)}
        self._archetypes = {archetype_id: at for at, archetype_id in enumerate(corpus.archetypes)}
        items = [(lens.id, item.id) for lens in corpus.lenses.values() for item in lens.items]
        self._items = {pair: at for at, pair in enumerate(items)}

    def of(self, passages: Sequence[Passage]) -> dict[str, object]:
        """Return the columns. Lists have one value a passage; -1 stands for none. What few passages have stands by their number."""
        return {
            "id": [p.id for p in passages],
            "text": [p.text for p in passages],
            "document": [self._documents[p.doc_id] for p in passages],
            "sheet": [self._sheet(p) for p in passages],
            "where": [passage_facts(p)[0] for p in passages],
            "section": [p.section or "" for p in passages],
            "archetype": [self._archetypes.get(p.archetype_id or "", -1) for p in passages],
            "strength": [round(100 * p.strength) for p in passages],
            "level": [
                STRENGTHS.index(words.strength_level(p.strength) if p.archetype_id in self._archetypes else "none") for p in passages
            ],
            "polarity": [p.polarity for p in passages],
            "items": [self._found(p) for p in passages],
            "state": [STATES.index(p.state) for p in passages],
            "x": [round(_GRID * p.spot[0]) if p.spot else -1 for p in passages],
            "y": [round(_GRID * p.spot[1]) if p.spot else -1 for p in passages],
            "start": [p.start for p in passages],
            "same": _sparse([p.duplicate_of for p in passages]),
            "proposed": _sparse([p.proposed_id or "" if p.proposed_id != p.archetype_id else None for p in passages]),
            "absent": _sparse([[self._items[a.lens_id, a.item_id] for a in p.assigned if a.absent] or None for p in passages]),
        }

    def _sheet(self, passage: Passage) -> int:
        """Return on which page of its document a passage stands; a very long document has several."""
        found = _SHEET.search(self._places.passage(passage))
        return int(found[1]) if found else 1

    def _found(self, passage: Passage) -> list[int]:
        """Return item and sign in turn, best score first."""
        ranked = sorted(passage.assigned, key=lambda a: (-a.score, a.lens_id, a.item_id))
        return [number for a in ranked for number in (self._items[a.lens_id, a.item_id], a.polarity)]
