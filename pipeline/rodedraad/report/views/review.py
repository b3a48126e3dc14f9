"""Beoordelen: the page on which reviewers judge, and the data its scripts need: the work queue and what can be chosen.

Corpus in, one page and two sets of data out. Without JavaScript the page says what does not work and where the evidence can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.decided import PROPOSAL
from rodedraad.report.identity import report_id
from rodedraad.report.page import CHOICES, Link, main_page
from rodedraad.report.views import queue
from rodedraad.report.views.decided import Asking, asking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rodedraad.report.corpus import Assignment, Corpus, Passage
    from rodedraad.report.model import Asked, ReportInput
    from rodedraad.report.page import Page
    from rodedraad.report.views.quotes import Quoter

QUEUE = "queue"
_AROUND = 200  # characters of the paragraphs before and after that are shown


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page: links to what can be judged elsewhere, the keys, and decisions that ask for another look."""

    archetypes: tuple[tuple[Link, str], ...]
    keys: tuple[Key, ...]
    asking: tuple[Asking, ...]


_KEYS = (
    ("p", "fits"), ("n", "fits_not"), ("a", "move"), ("k", "accept"), ("f", "reject"), ("i", "other"), ("o", "polarity"),
    ("x", "pseudonym"), ("m", "memo"), ("g", "agree"), ("h", "rename"), ("v", "merge"), ("s", "split"), ("r", "reject_archetype"),
    ("t", "memo_archetype"), ("u", "undo"), ("→", "next"), ("←", "previous"),
)  # fmt: skip


def pages(quoter: Quoter) -> Iterator[Page]:
    """Yield the page."""
    corpus = quoter.corpus
    archetypes = tuple((Link(places.archetype(a.id), a.label), fmt.count(len(a.members), "passages")) for a in corpus.archetypes.values())
    keys = tuple(Key(key, messages.text(f"judge.script.{name}")) for key, name in _KEYS)
    yield main_page(
        places.REVIEW, "review.jinja", ReviewView(archetypes, keys, tuple(asking(quoter))), scripts=("queue",), data=(CHOICES, QUEUE)
    )


def sets(given: ReportInput, quoter: Quoter) -> Iterator[tuple[str, object]]:
    """Yield the sets of data: what can be chosen (small, for every page with quotes) and the work queue."""
    corpus = quoter.corpus
    yield CHOICES, _choices(corpus, given.facts.version)
    asked = given.queue or queue.order(corpus, report_id(given.tables["documents"]["doc_id"].to_list()))
    yield QUEUE, _table(_entries(quoter, asked, _overruled(given)))


def _table(entries: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return entries, which all have the same names, as a table: each name once instead of at every entry."""
    names = list(entries[0]) if entries else []
    return {"names": names, "rows": [[entry[name] for name in names] for entry in entries]}


def _overruled(given: ReportInput) -> set[tuple[str, str, str]]:
    """Return the mappings (passage, lens, item) that the machine proposes and reviewers rejected."""
    mappings = given.tables["mappings"]
    rejected = mappings.filter((mappings["score"] >= mappings["threshold"]) & ~mappings["assigned"])
    return set(rejected.select("passage_id", "lens_id", "item_id").iter_rows())


def _choices(corpus: Corpus, version: str) -> dict[str, object]:
    return {
        "program": version,
        "archetypes": [{"id": a.id, "label": a.label, "proposed": a.proposed or a.label} for a in corpus.archetypes.values()],
        "lenses": [
            {
                "id": lens.id,
                "name": lens.name,
                "polarity": lens.has_polarity,
                "items": [
                    {"id": i.id, "name": " ".join(filter(None, (i.number, i.short or i.name))), "page": places.item(lens.id, i.id)}
                    for i in lens.items
                ],
            }
            for lens in corpus.lenses.values()
        ],
    }


def _entries(quoter: Quoter, asked: Sequence[Asked], overruled: Collection[tuple[str, str | None, str | None]]) -> list[dict[str, Any]]:
    return [
        _entry(quoter, passage, lens_id, item_id, reason) | ({"proposed": True} if (passage_id, lens_id, item_id) in overruled else {})
        for passage_id, lens_id, item_id, reason in asked
        if (passage := quoter.corpus.passages.get(passage_id)) is not None
    ]


def _entry(quoter: Quoter, passage: Passage, lens_id: str | None, item_id: str | None, reason: str) -> dict[str, Any]:
    quote = quoter.quote(passage)
    mark = quoter.mark(passage)
    before, after = _around(quoter.corpus, passage)
    mine = next((a for a in passage.assigned if (a.lens_id, a.item_id) == (lens_id, item_id)), None)
    lens = quoter.corpus.lenses.get(lens_id or "")
    return {
        "passage": mark.passage,
        "document": mark.document,
        "start": mark.start,
        "end": mark.end,
        "hash": mark.hash,
        "archetype": mark.archetype,
        "machine": mark.proposed,
        "state": passage.state if passage.state != PROPOSAL else "",
        "standing": messages.text(f"judge.state.{passage.state}") if passage.state != PROPOSAL else "",
        "lens": lens_id or "",
        "item": item_id or "",
        "polarity": str(mine.polarity) if mine and lens and lens.has_polarity else "",
        "proposed": mine is not None and not mine.absent if lens_id else passage.proposed_id is not None,
        "reason": reason,
        "text": passage.text,
        "title": quote.document,
        "facts": quote.facts,
        "href": quote.href,
        "before": before,
        "after": after,
        "strength": _strength(passage, mine),
    }


def _strength(passage: Passage, assignment: Assignment | None) -> str:
    if assignment:
        return _score(assignment.score, assignment.threshold)
    return words.strength(passage.strength) if passage.archetype_id else ""


def _score(score: float, threshold: float) -> str:
    return messages.text("judge.score", score=fmt.number(score, 2), threshold=fmt.number(threshold, 2))


def _around(corpus: Corpus, passage: Passage) -> tuple[str, str]:
    """Return the text before and after a passage: the rest of its paragraph and the paragraphs beside it, cut to what helps."""
    paragraphs = corpus.paragraphs.get(passage.doc_id, ())
    at = next((k for k, p in enumerate(paragraphs) if p.block == passage.block), None)
    if at is None:
        return "", ""
    own = paragraphs[at]
    begins, ends = passage.start - own.start, passage.end - own.start
    before = "\n".join(p.text for p in paragraphs[max(0, at - 1) : at]) + "\n" + own.text[: max(0, begins)]
    after = own.text[max(0, ends) :] + "\n" + "\n".join(p.text for p in paragraphs[at + 1 : at + 2])
    before, after = before.strip(), after.strip()
    return (
        before if len(before) <= _AROUND else "… " + before[-_AROUND:].lstrip(),
        after if len(after) <= _AROUND else after[:_AROUND].rstrip() + " …",
    )
